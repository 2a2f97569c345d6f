import {expect, test} from 'vitest';
import type {ClusterEvent} from '../../source/domain/cluster-event.ts';
import {AuditError} from '../../source/executor/audit-file.ts';
import {aGroup, aServer, groupsLedBy, start} from '../support/build.ts';
import {aReport, serversReported} from '../support/events.ts';
import {stageOf} from './stage.ts';

const servers = ['n1', 'n2', 'n3', aServer('w1', {cluster: 'west'})];
const streams = ['S1', 'S2', 'S3', 'S4'];

/** Four streams that move from n1 to n3, two at a time. */
async function twoInFlight(options: {clusterName?: string} = {}) {
	const groups = [
		...groupsLedBy({n1: 4, n2: 0, n3: 0}),
		aGroup({stream: 'LOST', followers: ['n2', 'n3']}),
	];
	const stage = stageOf(servers, groups);
	const moves = streams.map(stream => stage.move(stream, 'n3'));
	const limits = {maxInFlight: 2};
	const run = stage.run({moves: {type: 'list', moves}, limits, ...options});
	await stage.clock.advanceAsync(0);
	expect(stage.asked).toHaveLength(2);
	return {stage, run};
}

const quorumLost = (stream: string): ClusterEvent => ({
	type: 'quorum-lost',
	at: start + 60_000,
	group: {kind: 'stream', domain: undefined, accountId: 'SHOP', stream, consumer: undefined},
});

const signs: readonly (readonly [string, ClusterEvent, string])[] = [
	[
		'a server begins to leave',
		{type: 'server-leaving', at: 0, server: 'n2', how: 'lame-duck'},
		'server n2 went into lame-duck mode',
	],
	[
		'a server shuts down',
		{type: 'server-leaving', at: 0, server: 'n2', how: 'shutdown'},
		'server n2 went offline',
	],
	[
		'the meta leader misses a server',
		serversReported(['n1', 'n3'], {offline: [{name: 'n2', cluster: 'east'}]}),
		'server n2 went offline',
	],
	[
		'a server does not respond',
		serversReported(['n1', 'n3'], {silent: ['n2']}),
		'server n2 is not responding',
	],
	[
		'a server was restarted',
		serversReported(['n1', aReport('n2', {id: 'n2-2'}), 'n3']),
		'server n2 restarted',
	],
	[
		'a server has lost JetStream',
		serversReported(['n1', aReport('n2', {state: 'no-jetstream'}), 'n3']),
		'server n2 lost JetStream',
	],
	['a group loses its quorum', quorumLost('S4'), 'stream S4 of SHOP lost its quorum'],
	[
		'the connection is lost',
		{type: 'connection-changed', at: 0, state: 'reconnecting', detail: 'n1 closed it'},
		'the connection was lost: n1 closed it',
	],
];

test.each(signs)('stops when %s', async (_sign, event, reason) => {
	const {stage, run} = await twoInFlight();
	await stage.tell(event);
	await stage.elect('S1', 'n3');
	await stage.elect('S2', 'n3');
	expect(await run.done).toMatchObject({outcome: 'aborted', stepDowns: 2, reason});
	expect(run.events.find(({type}) => type === 'run-stopping')).toMatchObject({inFlight: 2});
});

const otherSigns: readonly (readonly [string, ClusterEvent])[] = [
	[
		'a server of another cluster leaves',
		{type: 'server-leaving', at: 0, server: 'w1', how: 'shutdown'},
	],
	['a group that nobody led before has no quorum', quorumLost('LOST')],
	['all servers answer', serversReported(['n1', 'n2', 'n3', aReport('w1', {cluster: 'west'})])],
	[
		'the connection is back',
		{type: 'connection-changed', at: 0, state: 'connected', detail: undefined},
	],
];

test.each(otherSigns)('goes on when %s', async (_sign, event) => {
	const {stage, run} = await twoInFlight({clusterName: 'east'});
	await stage.tell(event);
	for (const stream of streams) {
		await stage.elect(stream, 'n3');
	}

	expect(await run.done).toMatchObject({outcome: 'done', stepDowns: 4});
});

test('goes on when followers of a group on its way tell of a lost quorum, but not when it then elects nobody', async () => {
	const {stage, run} = await twoInFlight();
	await stage.tell(quorumLost('S1'));
	await stage.elect('S1', 'n3');
	await stage.tell(quorumLost('S2'));
	expect(run.events.some(({type}) => type === 'run-stopping')).toBe(false);
	await stage.clock.advanceAsync(4000);
	await stage.elect('S3', 'n3');
	await stage.clock.advanceAsync(1000);
	await stage.tell(serversReported(['n1', 'n2', 'n3', aReport('w1', {cluster: 'west'})]));
	expect(run.events.find(({type}) => type === 'run-stopping')).toMatchObject({inFlight: 1});
	await stage.elect('S4', 'n3');

	const summary = await run.done;
	expect(summary).toMatchObject({outcome: 'aborted', reason: 'stream S2 of SHOP lost its quorum'});
	expect(summary.moves.map(({move, result}) => [move.group.split('\n')[2], result])).toEqual([
		['S1', 'as-wanted'],
		['S3', 'as-wanted'],
		['S2', 'no-answer'],
		['S4', 'as-wanted'],
	]);
});

test('sends nothing from the moment of a stop on, and still verifies what is in flight', async () => {
	const {stage, run} = await twoInFlight();
	run.stop('the X key');
	await stage.elect('S1', 'n3');
	await stage.answer('S2');
	await stage.clock.advanceAsync(4000);
	expect(run.summary()).toBeUndefined();
	await stage.clock.advanceAsync(1000);

	const summary = await run.done;
	expect(summary).toMatchObject({outcome: 'aborted', stepDowns: 2, reason: 'stopped: the X key'});
	expect(summary.moves.map(({group, result, reason}) => [group.stream, result, reason])).toEqual([
		['S1', 'as-wanted', undefined],
		['S2', 'no-election', 'accepted, but no election was seen in time'],
		['S3', 'cancelled', 'stopped: the X key'],
		['S4', 'cancelled', 'stopped: the X key'],
	]);
	expect(run.events.map(({type}) => type)).toEqual([
		'run-started',
		'move-sent',
		'move-sent',
		'run-stopping',
		'move-ended',
		'move-ended',
		'run-ended',
	]);
});

test('stops on its signal, also on one that was given before the start', async () => {
	for (const early of [true, false]) {
		const stage = stageOf(servers, groupsLedBy({n1: 4, n2: 0, n3: 0}));
		const abort = new AbortController();
		if (early) {
			abort.abort('interrupted');
		}

		const moves = streams.map(stream => stage.move(stream, 'n3'));
		const run = stage.run({
			moves: {type: 'list', moves},
			signal: abort.signal,
			limits: {maxInFlight: 1},
		});
		await stage.clock.advanceAsync(0);
		abort.abort('interrupted');
		await stage.elect('S1', 'n3');
		const summary = await run.done;
		expect(summary).toMatchObject({
			outcome: 'aborted',
			stepDowns: early ? 0 : 1,
			reason: 'stopped: interrupted',
		});
		expect(summary.moves).toHaveLength(4);
	}
});

test('sends nothing when it is stopped while its record is being written', async () => {
	const stage = stageOf(servers, groupsLedBy({n1: 1, n2: 0, n3: 0}));
	const lines: string[] = [];
	let written: (() => void) | undefined;
	const run = stage.run({
		moves: {type: 'list', moves: [stage.move('S1', 'n3')]},
		audit: {
			async record({end}) {
				lines.push(end?.result ?? 'request');
				await new Promise<void>(resolve => {
					written = resolve;
				});
			},
		},
	});
	await stage.clock.advanceAsync(0);
	run.stop('the X key');
	written?.();
	await stage.clock.advanceAsync(0);
	written?.();
	expect(await run.done).toMatchObject({stepDowns: 0, moves: [{result: 'cancelled'}]});
	expect(lines).toEqual(['request', 'cancelled']);
	expect(stage.asked).toEqual([]);
});

test('stops after more errors than allowed, with the last one in its own words', async () => {
	const stage = stageOf(servers, groupsLedBy({n1: 9, n2: 0, n3: 0}));
	const moves = Array.from({length: 9}, (_, index) => stage.move(`S${index + 1}`, 'n3'));
	const run = stage.run({
		moves: {type: 'list', moves},
		limits: {maxInFlight: 1, maxErrors: 2},
	});
	for (const stream of ['S1', 'S2', 'S3']) {
		await stage.clock.advanceAsync(0);
		await stage.answer(stream, {
			type: 'refused',
			code: 10_005,
			reason: `${stream}: not known (10005)`,
		});
	}

	expect(await run.done).toMatchObject({
		outcome: 'aborted',
		stepDowns: 3,
		reason: '3 step-downs failed, the last: S3: not known (10005)',
	});
});

test('stops when a record cannot be written any more, and awaits what was sent', async () => {
	const stage = stageOf(servers, groupsLedBy({n1: 4, n2: 0, n3: 0}));
	const run = stage.run({
		moves: {type: 'list', moves: streams.map(stream => stage.move(stream, 'n3'))},
		limits: {maxInFlight: 2},
		audit: {
			async record({end}) {
				if (end) {
					throw new AuditError(
						'audit.jsonl',
						'write',
						Object.assign(new Error(), {code: 'ENOSPC'}),
					);
				}
			},
		},
	});
	await stage.clock.advanceAsync(0);
	await stage.elect('S1', 'n3');
	await stage.elect('S2', 'n3');
	const summary = await run.done;
	expect(summary).toMatchObject({
		outcome: 'aborted',
		stepDowns: 2,
		reason:
			'the disk is full: could not write the audit file audit.jsonl; make room, or choose an audit file elsewhere',
	});
	expect(summary.moves.map(({result}) => result)).toEqual([
		'as-wanted',
		'as-wanted',
		'cancelled',
		'cancelled',
	]);
});

test('does not start while somebody else holds the cluster', async () => {
	const stage = stageOf(servers, groupsLedBy({n1: 1, n2: 0, n3: 0}));
	const run = stage.run({
		moves: {type: 'list', moves: [stage.move('S1', 'n3')]},
		claim: async () => ({type: 'refused', reason: 'ann@desk has been balancing east for 3 s'}),
	});
	expect(await run.done).toMatchObject({
		outcome: 'refused',
		stepDowns: 0,
		reason: 'ann@desk has been balancing east for 3 s',
		moves: [{result: 'cancelled'}],
	});
});

test('gives the cluster back when it is done, and stops when it is taken away', async () => {
	const stage = stageOf(servers, groupsLedBy({n1: 2, n2: 0, n3: 0}));
	const lost = new AbortController();
	let released = 0;
	let releasedAtEnd = 0;
	const run = stage.run({
		listener({type}) {
			releasedAtEnd = type === 'run-ended' ? released : 0;
		},
		moves: {type: 'list', moves: [stage.move('S1', 'n3'), stage.move('S2', 'n3')]},
		limits: {maxInFlight: 1},
		claim: async () => ({
			type: 'held',
			warnings: ['bob may not be heard'],
			lost: lost.signal,
			async release() {
				released++;
			},
		}),
	});
	await stage.clock.advanceAsync(0);
	lost.abort('bob@laptop took the cluster over');
	expect(released).toBe(0);
	await stage.elect('S1', 'n3');
	expect(await run.done).toMatchObject({
		outcome: 'aborted',
		stepDowns: 1,
		reason: 'bob@laptop took the cluster over',
		warnings: ['bob may not be heard'],
	});
	expect(released).toBe(1);
	expect(releasedAtEnd).toBe(1);
});
