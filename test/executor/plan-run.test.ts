import {expect, test} from 'vitest';
import {planBalance} from '../../source/domain/plan/plan-balance.ts';
import {planPicture} from '../../source/executor/goal-planner.ts';
import type {PlanRequest} from '../../source/executor/run.ts';
import {groupsLedBy} from '../support/build.ts';
import {barsOf, picture} from '../support/picture.ts';
import {stageOf, type Stage} from './stage.ts';

const three = ['n1', 'n2', 'n3'];

/** Asks the planner, as a balance run does. */
function planOf(stage: Stage) {
	return (request: PlanRequest) =>
		planBalance(planPicture(stage.store.view, request), {cluster: 'east'}).moves;
}

const skewed = () => stageOf(three, groupsLedBy({n1: 9, n2: 0, n3: 0}));

test('plans again where the cluster went elsewhere than planned', async () => {
	const stage = skewed();
	let strays = 2;
	stage.obey(20);
	const run = stage.run({
		moves: {type: 'plan', plan: planOf(stage)},
		limits: {restMs: 100},
		cluster: {
			...stage.cluster,
			// The first two groups choose n2 whoever was wanted.
			stepDown: async request =>
				stage.cluster.stepDown({...request, preferred: strays-- > 0 ? 'n2' : request.preferred}),
		},
	});
	await stage.clock.advanceAsync(2000);
	const summary = await run.done;
	expect(summary).toMatchObject({outcome: 'done', planned: 6});
	expect(summary.stepDowns).toBeGreaterThan(6);
	expect(barsOf(stage.store.view)).toBe(picture`
		n1 ███ 3
		n2 ███ 3
		n3 ███ 3
	`);
	expect(run.events.filter(({type}) => type === 'replanned')).not.toHaveLength(1);
});

test('leaves a group that failed alone for a while, and others take its place', async () => {
	const stage = skewed();
	stage.obey(20);
	const asked: string[] = [];
	const run = stage.run({
		moves: {type: 'plan', plan: planOf(stage)},
		cluster: {
			...stage.cluster,
			async stepDown(request) {
				asked.push(request.group.stream);
				return asked.length === 1
					? {type: 'refused', code: 10_005, reason: 'not known'}
					: stage.cluster.stepDown(request);
			},
		},
	});
	await stage.clock.advanceAsync(1000);
	expect(await run.done).toMatchObject({outcome: 'done', stepDowns: 7});
	expect(asked.filter(stream => stream === asked[0])).toHaveLength(1);
});

test('tries a group again after its rest, but not for ever', async () => {
	const stage = stageOf(three, groupsLedBy({n1: 2, n2: 0, n3: 0}));
	const at: number[] = [];
	const start = stage.clock.now();
	const run = stage.run({
		moves: {type: 'plan', plan: planOf(stage)},
		limits: {restMs: 10_000, triesPerGroup: 2, maxErrors: 99},
		cluster: {
			...stage.cluster,
			async stepDown() {
				at.push(stage.clock.now() - start);
				return {type: 'refused', code: 10_005, reason: 'not known'};
			},
		},
	});
	await stage.clock.advanceAsync(60_000);
	expect(at).toEqual([0, 0, 10_000, 10_000]);
	expect(await run.done).toMatchObject({
		outcome: 'partial',
		reason: '1 step-down left: too many attempts on their groups; last reason: not known',
	});
});

test('asks for the next small batch while the last one is still landing, if told to', async () => {
	const stage = skewed();
	stage.obey(({group}) => (group.stream === 'S1' ? 1000 : 20));
	const asked: {readonly inFlight: readonly string[]; readonly tries: number}[] = [];
	const run = stage.run({
		moves: {
			type: 'plan',
			askAtInFlight: 1,
			expected: 12,
			plan(request) {
				const moving = [...request.inFlight.values()].map(({group}) => group.split('\n')[2] ?? '');
				asked.push({inFlight: moving, tries: request.tries.size});
				return planOf(stage)(request).slice(0, 2);
			},
		},
	});
	await stage.clock.advanceAsync(100);
	expect(asked.slice(0, 3)).toEqual([
		{inFlight: [], tries: 0},
		{inFlight: ['S1'], tries: 2},
		{inFlight: ['S1'], tries: 4},
	]);
	await stage.clock.advanceAsync(2000);
	expect(await run.done).toMatchObject({outcome: 'done', planned: 12});
});

test('ends well when there is nothing to do', async () => {
	const stage = stageOf(three, groupsLedBy({n1: 3, n2: 3, n3: 3}));
	const run = stage.run({moves: {type: 'plan', plan: planOf(stage)}, goal: 'balanced'});
	await stage.clock.advanceAsync(0);
	expect(await run.done).toMatchObject({outcome: 'balanced', planned: 0, stepDowns: 0, moves: []});
});

test('stops when no plan can be made', async () => {
	const stage = skewed();
	const run = stage.run({
		moves: {
			type: 'plan',
			async plan() {
				throw new RangeError('cluster east has no server');
			},
		},
	});
	await stage.clock.advanceAsync(0);
	expect(await run.done).toMatchObject({
		outcome: 'aborted',
		reason: 'no further plan could be made: cluster east has no server',
	});
});
