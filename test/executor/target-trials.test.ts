import {expect, test} from 'vitest';
import type {Cluster, StepDownRequest} from '../../source/cluster.ts';
import {noAudit} from '../../source/executor/audit.ts';
import {runBalance, runDrain} from '../../source/executor/goals.ts';
import type {GoalSummary} from '../../source/executor/run-to-goal.ts';
import {runMoves} from '../../source/executor/run-moves.ts';
import {aGroup, groupsLedBy} from '../support/build.ts';
import {bars, picture} from '../support/picture.ts';
import {movesFrom, stageOf} from './stage.ts';

const leftOut = /^n3 left out: it did not take the lead of 2 groups of SHOP\./;

/** Servers that do what they are told, but n3 never takes the lead of a group of SHOP: another one is elected. */
function observed(leaders: Readonly<Record<string, number>>, inPay = 0) {
	const pay = Array.from({length: inPay}, (_, index) =>
		aGroup({stream: `P${index}`, account: 'PAY', leader: 'n1', followers: ['n2', 'n3']}),
	);
	const stage = stageOf(['n1', 'n2', 'n3'], [...groupsLedBy(leaders), ...pay]);
	stage.obey(20);
	stage.watch(stage.store.apply);
	let tries = 0;
	const stepDown = async (request: StepDownRequest) => {
		const {group, preferred} = request;
		if (group.accountId !== 'SHOP' || preferred !== 'n3') {
			return stage.cluster.stepDown(request);
		}

		tries++;
		const other = stage.group(group.stream).leader === 'n1' ? 'n2' : 'n1';
		return stage.cluster.stepDown({...request, preferred: other});
	};
	const cluster: Cluster = {...stage.cluster, stepDown};
	const parts = {cluster, picture: () => stage.store.view, clock: stage.clock, audit: noAudit};
	return {stage, parts, tries: () => tries};
}

function barsOf({shares}: GoalSummary['after']): string {
	return bars(Object.fromEntries(shares.map(({server, leaders}) => [server.name, leaders])));
}

test('leaves a server out of a balance that does not take the lead, and evens out the others', async () => {
	const {stage, parts, tries} = observed({n1: 12, n2: 2, n3: 0});
	const run = await runBalance({...parts, plan: {cluster: 'east'}});
	await stage.clock.advanceAsync(30_000);
	const {outcome, reason, after} = await run.done;
	expect(tries()).toBe(2);
	expect(outcome).toBe('partial');
	expect(reason).toMatch(leftOut);
	expect(barsOf(after)).toBe(picture`
		n1 ███████ 7
		n2 ███████ 7
		n3 0
	`);
});

test('leaves it out for the account only in whose groups it does not', async () => {
	const {stage, parts, tries} = observed({n1: 5, n2: 0, n3: 0}, 1);
	const run = await runBalance({...parts, plan: {cluster: 'east'}});
	await stage.clock.advanceAsync(30_000);
	const {reason, after} = await run.done;
	expect(tries()).toBe(2);
	expect(reason).toMatch(leftOut);
	expect(reason).not.toContain('PAY');
	expect([...stage.store.view.groups.values()].filter(({leader}) => leader === 'n3')).toMatchObject(
		[{account: 'PAY'}],
	);
	expect(after.maxRatio).toBe(1.5);
});

test('leaves it out of a drain, which others take up', async () => {
	const {stage, parts, tries} = observed({n1: 8, n2: 4, n3: 0});
	const run = await runDrain({...parts, plan: {cluster: 'east'}, server: 'n1'});
	await stage.clock.advanceAsync(30_000);
	const summary = await run.done;
	expect(tries()).toBe(2);
	expect(summary).toMatchObject({outcome: 'drained', reason: undefined});
	expect(summary.warnings).toEqual([expect.stringMatching(leftOut)]);
});

test('says which server leaders stay for that have nowhere else to go', async () => {
	const pairs = ['A', 'B', 'C'].map(stream => aGroup({stream, leader: 'n1', followers: ['n3']}));
	const stage = stageOf(['n1', 'n2', 'n3'], pairs);
	stage.watch(stage.store.apply);
	let asked = 0;
	const run = await runDrain({
		cluster: {
			...stage.cluster,
			async stepDown() {
				asked++;
				return {type: 'accepted'};
			},
		},
		picture: () => stage.store.view,
		clock: stage.clock,
		audit: noAudit,
		plan: {cluster: 'east'},
		server: 'n1',
	});
	await stage.clock.advanceAsync(60_000);
	const {outcome, reason} = await run.done;
	expect(asked).toBe(2);
	expect(outcome).toBe('partial');
	expect(reason).toMatch(/; 3 leaders stay on n1$/);
	expect(reason).toMatch(leftOut);
});

test('does not send what else is wanted of it', async () => {
	const {stage, parts, tries} = observed({n1: 5, n2: 0, n3: 0});
	const moves = movesFrom(stage, 'n1', 'n3');
	const run = runMoves({...parts, moves: {type: 'list', moves}});
	await stage.clock.advanceAsync(30_000);
	const {outcome, moves: ends, reason} = await run.done;
	expect(tries()).toBe(2);
	expect(outcome).toBe('partial');
	expect(ends.map(({result}) => result)).toEqual([
		'elsewhere',
		'elsewhere',
		'void',
		'void',
		'void',
	]);
	expect(ends.at(-1)?.reason).toMatch(leftOut);
	expect(reason).toMatch(leftOut);
});

test('tries a server that takes the lead now and then as often as before', async () => {
	const stage = stageOf(['n1', 'n2', 'n3'], groupsLedBy({n1: 12, n2: 6, n3: 0}));
	stage.watch(stage.store.apply);
	stage.obey(20);
	let tries = 0;
	const stepDown = async (request: StepDownRequest) => {
		const isLost = request.preferred === 'n3' && tries++ % 3 > 0;
		return stage.cluster.stepDown(isLost ? {...request, preferred: 'n2'} : request);
	};
	const run = await runBalance({
		cluster: {...stage.cluster, stepDown},
		picture: () => stage.store.view,
		clock: stage.clock,
		audit: noAudit,
		plan: {cluster: 'east'},
	});
	await stage.clock.advanceAsync(120_000);
	const summary = await run.done;
	expect(summary.warnings).toEqual([]);
	expect(summary.outcome).toBe('balanced');
});
