import {expect, test} from 'vitest';
import type {Cluster} from '../../source/cluster.ts';
import {planBalance} from '../../source/domain/plan/plan-balance.ts';
import {groupKey} from '../../source/domain/raft-group.ts';
import {noAudit} from '../../source/executor/audit.ts';
import {runBalance, runDrain} from '../../source/executor/goals.ts';
import type {GoalOptions, GoalSummary} from '../../source/executor/run-to-goal.ts';
import {aFollower, aGroup, aServer, groupsLedBy} from '../support/build.ts';
import {groupsReported} from '../support/events.ts';
import {bars, barsOf, picture} from '../support/picture.ts';
import {stageOf, type Stage} from './stage.ts';

const three = ['n1', 'n2', 'n3'];

/** What a goal's run needs of a stage. */
function on(stage: Stage, cluster: Partial<Cluster> = {}): Omit<GoalOptions, 'plan'> {
	stage.watch(stage.store.apply);
	return {
		cluster: {...stage.cluster, ...cluster},
		picture: () => stage.store.view,
		clock: stage.clock,
		audit: noAudit,
	};
}

function barsOfShares({shares}: GoalSummary['before']): string {
	return bars(Object.fromEntries(shares.map(({server, leaders}) => [server.name, leaders])));
}

test('balances, and compares before and after', async () => {
	const stage = stageOf(three, groupsLedBy({n1: 10, n2: 2, n3: 0}));
	stage.obey(20);
	const run = await runBalance({...on(stage), plan: {cluster: 'east'}});
	expect(run).toMatchObject({plan: {stepDowns: 6}, refusals: []});
	await stage.clock.advanceAsync(500);
	const summary = await run.done;
	expect(summary).toMatchObject({outcome: 'balanced', planned: 6, stepDowns: 6, reason: undefined});
	expect(barsOfShares(summary.before)).toBe(picture`
		n1 ██████████ 10
		n2 ██ 2
		n3 0
	`);
	expect(barsOfShares(summary.after)).toBe(picture`
		n1 ████ 4
		n2 ████ 4
		n3 ████ 4
	`);
});

test('takes up no more moves than it may, and says what is left', async () => {
	const stage = stageOf(three, groupsLedBy({n1: 10, n2: 2, n3: 0}));
	stage.obey(20);
	const run = await runBalance({...on(stage), plan: {cluster: 'east'}, maxMoves: 4});
	await stage.clock.advanceAsync(500);
	expect(await run.done).toMatchObject({
		outcome: 'partial',
		planned: 4,
		stepDowns: 4,
		reason: '2 step-downs left',
	});
});

test('leaves groups alone that were tried too often before', async () => {
	const stage = stageOf(three, groupsLedBy({n1: 3, n2: 0, n3: 0}));
	stage.obey(20);
	const tries = new Map(['S1', 'S2'].map(name => [stage.group(name).key, 5]));
	const run = await runBalance({...on(stage), plan: {cluster: 'east'}, tries, maxMoves: 2});
	await stage.clock.advanceAsync(500);
	expect(await run.done).toMatchObject({outcome: 'partial', stepDowns: 1});
	expect(stage.asked.map(({group}) => group.stream)).toEqual(['S3']);
});

test('carries out the plan that was confirmed, and another one where the cluster has changed since', async () => {
	for (const hasChanged of [false, true]) {
		const stage = stageOf(three, groupsLedBy({n1: 10, n2: 2, n3: 1}));
		stage.obey(20);
		const parts = on(stage);
		const made = planBalance(stage.store.view, {cluster: 'east'});
		// As good as the one that would be made, but another one.
		const confirmed = {...made, moves: made.moves.toReversed()};
		if (hasChanged) {
			const [first] = stage.store.view.groups.values();
			await stage.elect(first?.stream ?? '', 'n2');
		}

		const run = await runBalance({...parts, plan: {cluster: 'east'}, confirmed});
		expect(run.plan === confirmed).toBe(!hasChanged);
		await stage.clock.advanceAsync(500);
		expect(await run.done).toMatchObject({outcome: 'balanced', stepDowns: run.plan.stepDowns});
		expect(stage.asked.map(({group}) => groupKey(group))).toEqual(
			run.plan.moves.map(({group}) => group),
		);
	}
});

test('does not start on an incomplete view unless it is forced to', async () => {
	const groups = [
		...groupsLedBy({n1: 6, n2: 0, n3: 0}),
		aGroup({stream: 'LOST', followers: ['n2']}),
	];
	for (const force of [false, true]) {
		const stage = stageOf(three, groups);
		stage.obey(20);
		const run = await runBalance({...on(stage), plan: {cluster: 'east'}, force});
		expect(run.refusals.map(({line}) => line)).toEqual(['SHOP LOST has no leader']);
		await stage.clock.advanceAsync(500);
		expect(await run.done).toMatchObject(
			force
				? {outcome: 'balanced', stepDowns: 4}
				: {outcome: 'refused', planned: 4, stepDowns: 0, reason: 'SHOP LOST has no leader'},
		);
	}
});

test('balances servers that choose the next leader themselves, and looks at whom they chose', async () => {
	const servers = three.map(name => aServer(name, {version: '2.9.10'}));
	const stage = stageOf(servers, groupsLedBy({n1: 30, n2: 0, n3: 0}));
	let asked = 0;
	stage.obey(270);
	const run = await runBalance({
		...on(stage, {
			// As the server's map has it: the same follower in most cases.
			stepDown: async request =>
				stage.cluster.stepDown({
					...request,
					preferred: successor(stage, request.group.stream, asked++),
				}),
		}),
		plan: {cluster: 'east', tolerance: 0.1},
	});
	await stage.clock.advanceAsync(60_000);
	const summary = await run.done;
	expect(summary).toMatchObject({outcome: 'balanced', planned: run.plan.expectedRequests});
	expect(summary.after.maxRatio).toBeLessThanOrEqual(1.1);
	expect(summary.stepDowns).toBeLessThanOrEqual(60);
	expect(stage.asked.every(({preferred}) => preferred !== undefined)).toBe(true);
});

test('tells those servers whom to elect that understand it, and makes up with them for the others', async () => {
	const servers = [aServer('n1', {version: '2.10.27'}), 'n2', 'n3'];
	const stage = stageOf(servers, groupsLedBy({n1: 20, n2: 13, n3: 0}));
	let asked = 0;
	stage.obey(({preferred}) => (preferred === undefined ? 270 : 20));
	const directed: boolean[] = [];
	const run = await runBalance({
		...on(stage, {
			async stepDown(request) {
				const preferred = request.preferred ?? successor(stage, request.group.stream, asked++);
				return stage.cluster.stepDown({...request, preferred});
			},
		}),
		plan: {cluster: 'east'},
		listener(event) {
			if (event.type === 'move-sent') {
				directed.push(event.directed);
				expect(event.directed).toBe(event.move.from !== 'n1');
			}
		},
	});
	await stage.clock.advanceAsync(60_000);
	expect(await run.done).toMatchObject({outcome: 'balanced'});
	expect(new Set(directed)).toEqual(new Set([true, false]));
	expect(barsOf(stage.store.view)).toBe(picture`
		n1 ███████████ 11
		n2 ███████████ 11
		n3 ███████████ 11
	`);
});

test('drains a server, and is done when a fresh look shows no leader there', async () => {
	const stage = stageOf(three, groupsLedBy({n1: 6, n2: 2, n3: 0}));
	stage.obey(20);
	let looks = 0;
	const run = await runDrain({
		...on(stage, {
			async refresh() {
				looks++;
				if (looks === 1) {
					// Nobody heard of it: S1 came back to n1.
					void stage.tell(
						groupsReported(
							'n1',
							[
								{
									...stage.group('S1'),
									leader: 'n1',
									followers: ['n2', 'n3'].map(name => aFollower(name)),
								},
							],
							{
								at: stage.clock.now() + 10,
								askedAt: stage.clock.now() + 5,
							},
						),
					);
				}
			},
		}),
		plan: {cluster: 'east'},
		server: 'n1',
	});
	await stage.clock.advanceAsync(1000);
	expect(await run.done).toMatchObject({outcome: 'drained', planned: 6, stepDowns: 7});
	expect(looks).toBe(2);
	expect(barsOf(stage.store.view)).toBe(picture`
		n1 0
		n2 ████ 4
		n3 ████ 4
	`);
});

test('waits for followers that are behind before it gives a drain up', async () => {
	const behind = ['n2', 'n3'].map(server => aFollower(server, {lag: 9}));
	const slow = aGroup({stream: 'SLOW', leader: 'n1', followers: behind});
	const stuck = aGroup({stream: 'STUCK', leader: 'n1', followers: behind});
	const stage = stageOf(three, [...groupsLedBy({n1: 2, n2: 0, n3: 0}), slow, stuck]);
	stage.obey(20);
	let looks = 0;
	const run = await runDrain({
		...on(stage, {
			async refresh() {
				looks++;
				if (looks === 3) {
					const caughtUp = {...slow, followers: ['n2', 'n3'].map(name => aFollower(name))};
					void stage.tell(groupsReported('n1', [caughtUp], {at: stage.clock.now()}));
				}
			},
		}),
		plan: {cluster: 'east'},
		server: 'n1',
	});
	await stage.clock.advanceAsync(120_000);
	expect(await run.done).toMatchObject({
		outcome: 'partial',
		stepDowns: 3,
		reason: '1 leaders stay on n1: 1 (no follower is current and without lag)',
	});
});

test('stops waiting at once when it is stopped', async () => {
	const behind = [aFollower('n2', {lag: 9})];
	const stage = stageOf(three, [aGroup({stream: 'SLOW', leader: 'n1', followers: behind})]);
	const run = await runDrain({...on(stage), plan: {cluster: 'east'}, server: 'n1'});
	await stage.clock.advanceAsync(500);
	run.stop('the X key');
	expect(await run.done).toMatchObject({outcome: 'aborted', reason: 'stopped: the X key'});
	expect(stage.clock.pending()).toBe(0);
});

function successor(stage: Stage, stream: string, turn: number): string {
	const followers = stage
		.group(stream)
		.followers.map(({server}) => server)
		.sort();
	return followers[turn % 4 === 3 ? 1 : 0] ?? '?';
}

test('does not move streams to make up for consumers that cannot be moved, when it set out to move consumers', async () => {
	const consumers = Array.from({length: 12}, (_, index) =>
		aGroup({stream: 'S1', consumer: `C${index}`, leader: 'n1', followers: ['n2', 'n3']}),
	);
	const stage = stageOf(three, [...groupsLedBy({n1: 3, n2: 3, n3: 3}), ...consumers]);
	const asked: string[] = [];
	const run = await runBalance({
		...on(stage, {
			async stepDown({group}) {
				asked.push(group.kind);
				return {type: 'refused', code: 10_005, reason: 'not known'};
			},
		}),
		plan: {cluster: 'east'},
		limits: {maxErrors: 999, triesPerGroup: 2},
	});
	await stage.clock.advanceAsync(60_000);
	expect(await run.done).toMatchObject({outcome: 'partial', planned: 8});
	expect(new Set(asked)).toEqual(new Set(['consumer']));
});

test('goes on when a stream is deleted while many of its consumers are in flight', async () => {
	const consumers = Array.from({length: 8}, (_, index) =>
		aGroup({stream: 'GONE', consumer: `C${index}`, leader: 'n1', followers: ['n2', 'n3']}),
	);
	const gone = aGroup({stream: 'GONE', leader: 'n2', followers: ['n1', 'n3']});
	const stage = stageOf(three, [gone, ...consumers, ...groupsLedBy({n1: 3, n2: 2, n3: 3})]);
	const run = await runBalance({
		...on(stage),
		plan: {cluster: 'east'},
		limits: {maxErrors: 0},
	});
	await stage.clock.advanceAsync(0);
	expect(stage.asked.length).toBeGreaterThan(1);
	await stage.tell({type: 'group-deleted', at: 0, group: stage.group('GONE')});
	await stage.clock.advanceAsync(60_000);
	expect(await run.done).toMatchObject({outcome: 'balanced'});
});

test('looks once more for reasons not to start when the claim has been granted', async () => {
	const stage = stageOf(three, groupsLedBy({n1: 6, n2: 0, n3: 0}));
	let grant: (() => void) | undefined;
	let released = 0;
	const run = await runBalance({
		...on(stage),
		plan: {cluster: 'east'},
		async claim() {
			await new Promise<void>(resolve => {
				grant = resolve;
			});
			return {
				type: 'held',
				warnings: [],
				lost: new AbortController().signal,
				async release() {
					released++;
				},
			};
		},
	});
	const [lost] = stage.store.view.groups.values();
	await stage.tell(
		groupsReported('n1', [], {leaderless: lost ? [{...lost, leader: undefined}] : []}),
	);
	grant?.();
	await stage.clock.advanceAsync(0);
	expect(await run.done).toMatchObject({
		outcome: 'refused',
		stepDowns: 0,
		reason: 'SHOP S1 has no leader',
	});
	expect(released).toBe(1);
	expect(stage.asked).toEqual([]);
});

test('only tells how it stands where nobody said yes', async () => {
	const stage = stageOf(three, groupsLedBy({n1: 4, n2: 1, n3: 1}));
	const claim = async () => {
		throw new Error('asked for the claim');
	};
	const run = await runBalance({...on(stage), plan: {cluster: 'east'}, claim, reportOnly: true});
	await stage.clock.advanceAsync(1000);
	expect(await run.done).toMatchObject({
		outcome: 'partial',
		stepDowns: 0,
		reason: '2 step-downs left',
	});
	expect(stage.asked).toEqual([]);
});

test('does not start where a group of its plan has turned out to be locked', async () => {
	const stage = stageOf(three, groupsLedBy({n1: 6, n2: 0, n3: 0}));
	let isLocked = false;
	const parts = on(stage, {
		permission: () =>
			isLocked ? {type: 'locked', missing: 'no answer arrives'} : {type: 'allowed'},
	});
	let released = 0;
	const run = await runBalance({
		...parts,
		plan: {cluster: 'east'},
		async claim() {
			isLocked = true;
			return {
				type: 'held',
				warnings: [],
				lost: new AbortController().signal,
				async release() {
					released++;
				},
			};
		},
	});
	expect(await run.done).toMatchObject({
		outcome: 'refused',
		stepDowns: 0,
		reason: 'SHOP is locked: no answer arrives',
	});
	expect(released).toBe(1);
});

test('ends soon where all that is left has turned out to be locked', async () => {
	const stage = stageOf(three, groupsLedBy({n1: 60, n2: 0, n3: 0}));
	const parts = on(stage, {
		permission: () =>
			stage.asked.length >= 10 ? {type: 'locked', missing: 'no answer arrives'} : {type: 'allowed'},
	});
	stage.obey(20);
	const run = await runBalance({...parts, plan: {cluster: 'east'}});
	await stage.clock.advanceAsync(5000);
	const {outcome, reason} = await run.done;
	expect(outcome).toBe('aborted');
	expect(reason).toMatch(/step-downs failed, the last: no answer arrives$/);
});
