import {expect, test} from 'vitest';
import type {Cluster} from '../../source/cluster.ts';
import {keepEven, type KeepEvent, type KeepParts} from '../../source/session/keep-even.ts';
import {groupKey} from '../../source/domain/raft-group.ts';
import {AuditError} from '../../source/executor/audit-file.ts';
import {noAudit} from '../../source/executor/audit.ts';
import type {RunEvent} from '../../source/executor/run.ts';
import {stageOf, type Stage} from '../executor/stage.ts';
import {aGroup, aServer, groupsLedBy, start} from '../support/build.ts';

const three = ['n1', 'n2', 'n3'];

/** A stage on which all obey at once, and a keeper at work on it. */
function keeping(
	stage: Stage,
	{cluster, ...overrides}: Partial<Omit<KeepParts, 'cluster'>> & {cluster?: Partial<Cluster>} = {},
) {
	stage.watch(stage.store.apply);
	stage.obey(20);
	const events: (KeepEvent | RunEvent)[] = [];
	const ending = new AbortController();
	const done = keepEven({
		cluster: {...stage.cluster, ...cluster},
		view: stage.store.view,
		plan: {cluster: 'east'},
		pace: {maxInFlight: 8, ratePerSecond: undefined},
		maxPerHour: 200,
		restMs: 60_000,
		openAudit: async () => noAudit,
		signal: ending.signal,
		listener: event => events.push(event),
		clock: stage.clock,
		...overrides,
	});
	return {
		reasons: () => events.flatMap(event => (event.type === 'keep-waiting' ? [event.reason] : [])),
		async end() {
			ending.abort();
			await stage.clock.advanceAsync(10_000);
			await done;
		},
	};
}

function leadersOn({store}: Stage): readonly number[] {
	return three.map(name => store.view.ledBy(name).length);
}

const minute = 60_000;

test('makes the cluster even, and says so once', async () => {
	const stage = stageOf(three, groupsLedBy({n1: 6, n2: 3, n3: 0}));
	const keeper = keeping(stage);
	await stage.clock.advanceAsync(minute);
	expect(leadersOn(stage)).toEqual([3, 3, 3]);
	expect(keeper.reasons()).toEqual(['even']);
	await keeper.end();
});

test('looks again the later, the longer it took to find out that there is nothing to do', async () => {
	const stage = stageOf(three, groupsLedBy({n1: 3, n2: 3, n3: 3}));
	const rests: number[] = [];
	let thoughtMs = 0;
	const keeper = keeping(stage, {
		clock: {
			// Each look at the clock takes a while.
			now: () => stage.clock.now() + (thoughtMs += 10),
			after(delayMs, callback) {
				rests.push(delayMs);
				return stage.clock.after(delayMs, callback);
			},
		},
	});
	await stage.clock.advanceAsync(minute);
	expect(Math.min(...rests)).toBeGreaterThan(2000);
	expect(rests.length).toBeLessThan(30);
	await keeper.end();
});

test('makes no more step-downs in an hour than it may, over all its runs', async () => {
	const stage = stageOf(three, groupsLedBy({n1: 12, n2: 0, n3: 0}));
	const keeper = keeping(stage, {maxPerHour: 3, checkMs: 20_000});
	await stage.clock.advanceAsync(59 * minute);
	expect(stage.asked).toHaveLength(3);
	expect(keeper.reasons()).toEqual([
		'limit reached: 3 step-downs in the last hour (--max-per-hour)',
	]);
	await stage.clock.advanceAsync(2 * minute);
	expect(stage.asked).toHaveLength(6);
	await keeper.end();
});

test('says what is missing where accounts are locked, once and again when that changes', async () => {
	const stage = stageOf(three, [
		...groupsLedBy({n1: 6, n2: 3, n3: 0}),
		...groupsLedBy({n1: 6, n2: 3, n3: 0}, {account: 'PAY'}).map(group => {
			const stream = `P${group.stream}`;
			return {...group, stream, key: groupKey({...group, stream})};
		}),
	]);
	const open = new Set<string>();
	const keeper = keeping(stage, {
		cluster: {
			permission: ({accountId}) =>
				open.has(accountId)
					? {type: 'allowed'}
					: {type: 'locked', missing: `--act-as ${accountId}=…`},
		},
	});
	await stage.clock.advanceAsync(minute);
	expect(stage.asked).toHaveLength(0);
	expect(keeper.reasons()).toEqual([
		'not even: 6 step-downs left; locked: streams of SHOP: --act-as SHOP=…; locked: streams of PAY: --act-as PAY=…',
	]);
	open.add('SHOP');
	await stage.clock.advanceAsync(minute);
	expect(leadersOn(stage)).toEqual([6, 6, 6]);
	expect(keeper.reasons().slice(1)).toEqual(['even']);
	await keeper.end();
});

test('says which server is kept empty, and what is not among the groups to move', async () => {
	const stage = stageOf(three, groupsLedBy({n1: 3, n2: 3, n3: 0}));
	const cordoned = keeping(stage, {plan: {cluster: 'east', cordon: ['n3']}});
	const narrow = keeping(stage, {plan: {cluster: 'east', scope: {accounts: ['PAY']}}});
	await stage.clock.advanceAsync(minute);
	expect(cordoned.reasons()).toEqual(['not even: n3 is kept empty']);
	expect(narrow.reasons()).toEqual(['not even: 6 groups: locked or not selected']);
	await cordoned.end();
	await narrow.end();
});

test('tells no more of what stays while only its number changes', async () => {
	const stage = stageOf(three, groupsLedBy({n1: 3, n2: 3, n3: 0}));
	const keeper = keeping(stage, {plan: {cluster: 'east', scope: {accounts: ['PAY']}}});
	await stage.clock.advanceAsync(minute);
	await stage.tell({type: 'group-deleted', at: 0, group: stage.group('S1')});
	await stage.clock.advanceAsync(minute);
	expect(keeper.reasons()).toHaveLength(1);
	await keeper.end();
});

/** Servers before 2.11, where each group has two favourites: whoever it is asked of, the other one is elected. */
function stubborn(stage: Stage): Pick<Cluster, 'stepDown'> {
	return {
		stepDown: async request => {
			const preferred = stage.group(request.group.stream).leader === 'n1' ? 'n2' : 'n1';
			return stage.cluster.stepDown({...request, preferred});
		},
	};
}

test('gives up on groups that never get to where they are wanted, for an hour', async () => {
	const old = three.map(name => aServer(name, {version: '2.10.27'}));
	const stage = stageOf(old, groupsLedBy({n1: 4, n2: 4, n3: 0}));
	const keeper = keeping(stage, {cluster: stubborn(stage), checkMs: 20_000});
	await stage.clock.advanceAsync(30 * minute);
	const first = stage.asked.length;
	expect(first).toBeGreaterThan(8);
	expect(first).toBeLessThanOrEqual(40);
	expect(keeper.reasons().at(-1)).toMatch(
		/^not even: 2 step-downs left; too many attempts on 8 groups lately$/,
	);
	await stage.clock.advanceAsync(29 * minute);
	expect(stage.asked).toHaveLength(first);
	await stage.clock.advanceAsync(10 * minute);
	expect(stage.asked.length).toBeGreaterThan(first);
	await keeper.end();
});

test('takes even in total for even where who follows cannot be chosen', async () => {
	const old = three.map(name => aServer(name, {version: '2.10.27'}));
	const stage = stageOf(old, [
		...groupsLedBy({n1: 2, n2: 1, n3: 0}),
		aGroup({stream: 'S1', consumer: 'C1', leader: 'n2', followers: ['n1', 'n3']}),
		aGroup({stream: 'S1', consumer: 'C2', leader: 'n3', followers: ['n1', 'n2']}),
		aGroup({stream: 'S1', consumer: 'C3', leader: 'n3', followers: ['n1', 'n2']}),
	]);
	const keeper = keeping(stage);
	await stage.clock.advanceAsync(5 * minute);
	expect(stage.asked).toHaveLength(0);
	expect(keeper.reasons()).toEqual(['even']);
	await keeper.end();
});

test('rests longer after each further run that did not get there', async () => {
	const stage = stageOf(three, groupsLedBy({n1: 3, n2: 0, n3: 0}));
	const keeper = keeping(stage, {
		cluster: {
			async stepDown(request) {
				stage.cluster.stepDown(request).catch(() => {});
				return {type: 'refused', code: 1, reason: 'not now'};
			},
		},
	});
	stage.obey(3_600_000);
	await stage.clock.advanceAsync(30 * minute);
	const rests = keeper.reasons().map(reason => /paused until (\S+): /.exec(reason)?.[1] ?? '');
	const [first = 0, second = 0] = rests.map(until => Date.parse(until));
	expect(keeper.reasons()[0]).toMatch(/^paused until .*: 6 step-downs failed, the last: not now$/);
	expect(second - first).toBeGreaterThan(60_000);
	await keeper.end();
});

test('says that it cannot act while the audit trail cannot be written, and acts once it can be', async () => {
	const stage = stageOf(three, groupsLedBy({n1: 6, n2: 3, n3: 0}));
	let isFull = true;
	const keeper = keeping(stage, {
		async openAudit() {
			if (isFull) {
				throw new AuditError('/var/audit.jsonl', 'write', new Error('no room'));
			}

			return noAudit;
		},
	});
	await stage.clock.advanceAsync(3 * minute);
	expect(stage.asked).toHaveLength(0);
	expect(keeper.reasons()).toEqual([
		'cannot act: no room: could not write the audit file /var/audit.jsonl',
	]);
	isFull = false;
	await stage.clock.advanceAsync(minute);
	expect(leadersOn(stage)).toEqual([3, 3, 3]);
	await keeper.end();
});

test('gives a server time to settle that has just started, also before its own eyes opened', async () => {
	const young = aServer('n3', {startedAt: start - 2 * minute});
	const stage = stageOf(['n1', 'n2', young], groupsLedBy({n1: 6, n2: 3, n3: 0}));
	const keeper = keeping(stage, {restMs: 10 * minute});
	await stage.clock.advanceAsync(7 * minute);
	expect(stage.asked).toHaveLength(0);
	expect(keeper.reasons()).toEqual(['n3 has just come back']);
	await stage.clock.advanceAsync(2 * minute);
	expect(leadersOn(stage)).toEqual([3, 3, 3]);
	await keeper.end();
});

test('does not wait longer for a server whose clock is ahead', async () => {
	const ahead = aServer('n3', {startedAt: start + 24 * 60 * minute});
	const stage = stageOf(['n1', 'n2', ahead], groupsLedBy({n1: 6, n2: 3, n3: 0}));
	const keeper = keeping(stage, {restMs: minute});
	await stage.clock.advanceAsync(2 * minute);
	expect(leadersOn(stage)).toEqual([3, 3, 3]);
	await keeper.end();
});
