import {expect, test} from 'vitest';
import {aGroup, aServer, groupsLedBy} from '../support/build.ts';
import {groupsReported} from '../support/events.ts';
import {movesFrom, stageOf, type Stage} from './stage.ts';

const three = ['n1', 'n2', 'n3'];

/** One stream, S1, led by n1, and a run that moves it to n3. */
async function oneMove({
	to = 'n3',
	servers = three,
}: {to?: string; servers?: Parameters<typeof stageOf>[0]} = {}) {
	const stage = stageOf(servers, groupsLedBy({n1: 1, n2: 0, n3: 0}));
	const run = stage.run({moves: {type: 'list', moves: [stage.move('S1', to)]}});
	await stage.clock.advanceAsync(0);
	return {stage, run};
}

test('moves a leader to the wanted server and tells how long the election took', async () => {
	const {stage, run} = await oneMove();
	expect(stage.asked).toMatchObject([{group: {stream: 'S1'}, preferred: 'n3', timeoutMs: 5000}]);

	await stage.answer('S1');
	await stage.clock.advanceAsync(30);
	expect(run.summary()).toBeUndefined();

	await stage.elect('S1', 'n3');
	expect(await run.done).toMatchObject({
		outcome: 'done',
		planned: 1,
		stepDowns: 1,
		elapsedMs: 30,
		reason: undefined,
		moves: [{result: 'as-wanted', elected: 'n3', electionMs: 30, reason: undefined}],
	});
	expect(stage.clock.pending()).toBe(0);
});

test('tells what happens as it happens', async () => {
	const {stage, run} = await oneMove();
	await stage.elect('S1', 'n3');
	const summary = await run.done;
	const move = {group: stage.group('S1').key, from: 'n1', to: 'n3'};
	expect(run.events).toMatchObject([
		{type: 'run-started', runId: 'run-1', planned: 1},
		{type: 'move-sent', move, group: {stream: 'S1'}, directed: true, inFlight: 1},
		{type: 'move-ended', outcome: {move, result: 'as-wanted'}},
		{type: 'run-ended', summary},
	]);
});

test('takes an election that is announced before the answer to the request', async () => {
	const {stage, run} = await oneMove();
	await stage.clock.advanceAsync(25);
	await stage.elect('S1', 'n3');
	expect(await run.done).toMatchObject({moves: [{result: 'as-wanted', electionMs: 25}]});
	expect(stage.asked[0]?.signal?.aborted).toBe(true);
});

test('tells when another server than the wanted one was elected', async () => {
	const {stage, run} = await oneMove();
	await stage.answer('S1');
	await stage.elect('S1', 'n2');
	expect(await run.done).toMatchObject({
		outcome: 'partial',
		reason: '1 of 1 step-downs failed or went elsewhere, the first: wanted n3, got n2',
		moves: [{result: 'elsewhere', elected: 'n2'}],
	});
});

test('does not take an election from before the request arrived for its result', async () => {
	const {stage, run} = await oneMove();
	await stage.elect('S1', 'n2');
	await stage.clock.advanceAsync(10);
	await stage.elect('S1', 'n3');
	expect(await run.done).toMatchObject({
		moves: [{result: 'as-wanted', elected: 'n3', electionMs: 10}],
	});
});

test('repeats a refusal in the words of the server', async () => {
	const {stage, run} = await oneMove();
	await stage.answer('S1', {
		type: 'refused',
		code: 10_005,
		reason: 'preferred server "n3" not known (10005)',
	});
	expect(await run.done).toMatchObject({
		moves: [
			{result: 'refused', elected: undefined, reason: 'preferred server "n3" not known (10005)'},
		],
	});
});

const leaderless = {
	type: 'unconfirmed',
	reason: 'JetStream system temporarily unavailable',
} as const;

test('does not take the word of a late follower that nobody leads the group for a refusal', async () => {
	const {stage, run} = await oneMove();
	await stage.answer('S1', leaderless);
	await stage.clock.advanceAsync(40);
	expect(run.summary()).toBeUndefined();

	await stage.elect('S1', 'n3');
	expect(await run.done).toMatchObject({moves: [{result: 'as-wanted', electionMs: 40}]});
});

test('does not believe an election of somebody else with such a word alone', async () => {
	const {stage, run} = await oneMove();
	await stage.answer('S1', leaderless);
	await stage.elect('S1', 'n2');
	await stage.clock.advanceAsync(4999);
	expect(run.summary()).toBeUndefined();

	await stage.clock.advanceAsync(1);
	expect(await run.done).toMatchObject({
		moves: [{result: 'elsewhere', elected: 'n2', reason: 'wanted n3, got n2'}],
	});
});

test('takes it for a refusal when no election follows', async () => {
	const {stage, run} = await oneMove();
	await stage.answer('S1', leaderless);
	await stage.clock.advanceAsync(5000);
	const {reason} = leaderless;
	expect(await run.done).toMatchObject({moves: [{result: 'refused', elected: undefined, reason}]});
});

test('waits for the election until the deadline only', async () => {
	const {stage, run} = await oneMove();
	await stage.answer('S1');
	await stage.clock.advanceAsync(4999);
	expect(run.summary()).toBeUndefined();
	await stage.clock.advanceAsync(1);
	expect(await run.done).toMatchObject({
		moves: [{result: 'no-election', elected: undefined, electionMs: undefined}],
	});
});

test('does not take an answer that stays away for a step-down that did not happen', async () => {
	const {stage, run} = await oneMove();
	await stage.answer('S1', {type: 'no-answer', reason: 'no answer within 1000 ms'});
	await stage.elect('S1', 'n3');
	expect(await run.done).toMatchObject({moves: [{result: 'as-wanted'}]});
});

test('tells when neither an answer nor an election came', async () => {
	const {stage, run} = await oneMove();
	await stage.answer('S1', {type: 'no-answer', reason: 'nobody is there'});
	await stage.clock.advanceAsync(5000);
	expect(await run.done).toMatchObject({moves: [{result: 'no-answer', reason: 'nobody is there'}]});
});

test('tells when the old leader was elected again', async () => {
	const {stage, run} = await oneMove();
	await stage.answer('S1');
	await stage.elect('S1', 'n1');
	expect(run.summary()).toBeUndefined();
	await stage.clock.advanceAsync(5000);
	expect(await run.done).toMatchObject({
		moves: [{result: 'elsewhere', elected: 'n1', reason: 'n1 was elected again'}],
	});
});

test('asks the cluster once when the news of elections stays away, and believes its inventory', async () => {
	const stage = stageOf(three, groupsLedBy({n1: 2, n2: 0, n3: 0}));
	const run = stage.run({
		moves: {type: 'list', moves: [stage.move('S1', 'n3'), stage.move('S2', 'n3')]},
	});
	await stage.clock.advanceAsync(0);
	await stage.answer('S1');
	await stage.answer('S2');
	await stage.clock.advanceAsync(2400);
	expect(stage.refreshes()).toBe(0);
	await stage.clock.advanceAsync(200);
	expect(stage.refreshes()).toBeGreaterThan(0);

	const at = stage.clock.now() + 10;
	const moved = ['S1', 'S2'].map(stream => ({...stage.group(stream), leader: 'n3'}));
	await stage.tell(groupsReported('n3', moved, {at, askedAt: at}));
	expect(await run.done).toMatchObject({
		outcome: 'done',
		moves: [
			{result: 'as-wanted', elected: 'n3'},
			{result: 'as-wanted', elected: 'n3'},
		],
	});
});

test('leaves the successor to the group where the leader runs a server that cannot be told', async () => {
	const servers = [aServer('n1', {version: '2.10.27'}), aServer('n2'), aServer('n3')];
	const {stage, run} = await oneMove({servers});
	expect(stage.asked).toMatchObject([{preferred: undefined}]);
	await stage.answer('S1');
	await stage.elect('S1', 'n2');
	expect(await run.done).toMatchObject({moves: [{result: 'elsewhere', elected: 'n2'}]});
	expect(run.events).toContainEqual(expect.objectContaining({type: 'move-sent', directed: false}));
});

test('takes any new leader where none was wanted', async () => {
	const stage = stageOf(three, groupsLedBy({n1: 1, n2: 0, n3: 0}));
	const run = stage.run({moves: {type: 'list', moves: [stage.move('S1')]}});
	await stage.clock.advanceAsync(0);
	expect(stage.asked).toMatchObject([{preferred: undefined}]);
	await stage.elect('S1', 'n2');
	expect(await run.done).toMatchObject({
		outcome: 'done',
		moves: [{result: 'as-wanted', elected: 'n2'}],
	});
});

test('ends the wait for a group that is deleted, and for the consumers of a deleted stream', async () => {
	const groups = [
		...groupsLedBy({n1: 2, n2: 0, n3: 0}),
		aGroup({stream: 'S1', consumer: 'C', leader: 'n1', followers: ['n2', 'n3']}),
	];
	const stage = stageOf(three, [
		...groups,
		aGroup({stream: 'S9', leader: 'n3', followers: ['n1']}),
	]);
	const moves = groups.map(({key}) => ({group: key, from: 'n1', to: 'n3'}));
	const run = stage.run({moves: {type: 'list', moves}});
	await stage.clock.advanceAsync(0);
	await stage.tell({type: 'group-deleted', at: 0, group: stage.group('S1')});
	await stage.elect('S2', 'n3');
	const {moves: outcomes} = await run.done;
	expect(
		outcomes.map(({group, result, reason}) => [group.stream, group.consumer, result, reason]),
	).toEqual([
		['S1', undefined, 'no-election', 'the group was deleted after the request'],
		['S1', 'C', 'no-election', 'the group was deleted after the request'],
		['S2', undefined, 'as-wanted', undefined],
	]);
});

test('looks again right before the request: what changed in the meantime makes a move void', async () => {
	const stage = stageOf(three, groupsLedBy({n1: 4, n2: 0, n3: 0}));
	const streams = ['S1', 'S2', 'S3', 'S4'];
	const moves = streams.map(stream => stage.move(stream, 'n3'));
	const run = stage.run({moves: {type: 'list', moves}, limits: {maxInFlight: 1}});
	await stage.clock.advanceAsync(0);
	await stage.elect('S2', 'n2');
	await stage.tell({type: 'group-deleted', at: 0, group: stage.group('S3')});
	await stage.tell(groupsReported('n1', [lagging(stage, 'S4', 'n3')], {at: stage.clock.now() + 5}));
	await stage.elect('S1', 'n3');
	const {moves: outcomes, stepDowns} = await run.done;
	expect(stepDowns).toBe(1);
	expect(outcomes.map(({group, result, reason}) => [group.stream, result, reason])).toEqual([
		['S1', 'as-wanted', undefined],
		['S3', 'void', 'the group is gone'],
		['S2', 'void', 'n2 leads it now, not n1'],
		['S4', 'void', 'n3 lags by 7'],
	]);
});

test('records the next moves while others are in flight, so that none of them waits for the disk', async () => {
	const stage = stageOf(three, groupsLedBy({n1: 12, n2: 0, n3: 1}));
	const moves = movesFrom(stage, 'n1', 'n3');
	const run = stage.run({moves: {type: 'list', moves}, limits: {maxInFlight: 4}});
	const recorded = () => run.audit.filter(({end}) => !end).length;
	await stage.clock.advanceAsync(0);
	expect([recorded(), stage.asked.length]).toEqual([8, 4]);
	await stage.elect('S1', 'n3');
	expect([recorded(), stage.asked.length]).toEqual([8, 5]);
	// Several at a time share a sync.
	await stage.elect('S2', 'n3');
	expect([recorded(), stage.asked.length]).toEqual([10, 6]);

	run.stop('the X key');
	for (const stream of ['S3', 'S4', 'S5', 'S6']) {
		await stage.elect(stream, 'n3');
	}

	const {moves: outcomes, stepDowns} = await run.done;
	expect(stepDowns).toBe(6);
	expect(resultsOf(outcomes)).toEqual({'as-wanted': 6, cancelled: 6});
	const ended = run.events.flatMap(event => (event.type === 'move-ended' ? [event.outcome] : []));
	expect(ended).toEqual(outcomes.slice(0, 6));
	expect(resultsOf(run.audit.flatMap(({end}) => end ?? []))).toEqual({
		'as-wanted': 6,
		cancelled: 4,
	});
});

function resultsOf(ends: readonly {readonly result: string}[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const {result} of ends) {
		counts[result] = (counts[result] ?? 0) + 1;
	}

	return counts;
}

test('records nothing ahead of a rate', async () => {
	const stage = stageOf(three, groupsLedBy({n1: 4, n2: 0, n3: 0}));
	const moves = [...stage.store.view.groups.values()].map(({stream}) => stage.move(stream, 'n3'));
	stage.obey(30);
	const start = stage.clock.now();
	const run = stage.run({moves: {type: 'list', moves}, limits: {ratePerSecond: 1}});
	for (const sent of [1, 2, 3, 4]) {
		await stage.clock.advanceAsync(sent === 1 ? 0 : 1000);
		expect(run.audit.filter(({end}) => !end).map(({at}) => at)).toEqual(
			stage.asked.map((_, index) => start + index * 1000),
		);
		expect(stage.asked).toHaveLength(sent);
	}

	await stage.clock.advanceAsync(30);
	await run.done;
});

test('sends nothing for an account that it has no right to act in', async () => {
	const stage = stageOf(three, groupsLedBy({n1: 1, n2: 0, n3: 0}), {
		permission: () => ({
			type: 'locked',
			missing: 'no connection for account SHOP: add --act-as SHOP=…',
		}),
	});
	const run = stage.run({moves: {type: 'list', moves: [stage.move('S1', 'n3')]}});
	expect(await run.done).toMatchObject({
		stepDowns: 0,
		moves: [{result: 'refused', reason: 'no connection for account SHOP: add --act-as SHOP=…'}],
	});
	expect(run.audit).toEqual([]);
});

test('tells of a fault in its listener once everything in flight has landed', async () => {
	const stage = stageOf(three, groupsLedBy({n1: 2, n2: 0, n3: 0}));
	const moves = ['S1', 'S2'].map(stream => stage.move(stream, 'n3'));
	const run = stage.run({
		moves: {type: 'list', moves},
		listener(event) {
			if (event.type === 'move-ended') {
				throw new Error('the listener fell over');
			}
		},
	});
	const rejection = expect(run.done).rejects.toThrow('the listener fell over');
	await stage.clock.advanceAsync(0);
	await stage.elect('S1', 'n3');
	await stage.elect('S2', 'n3');
	await rejection;
	expect(stage.clock.pending()).toBe(0);
});

function lagging(stage: Stage, stream: string, server: string) {
	const group = stage.group(stream);
	const followers = group.followers.map(follower =>
		follower.server === server ? {...follower, lag: 7} : follower,
	);
	return {...group, followers};
}
