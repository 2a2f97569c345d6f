import {expect, test} from 'vitest';
import type {RunEvent} from '../../source/executor/run.ts';
import {aServer, groupsLedBy} from '../support/build.ts';
import {bars, picture} from '../support/picture.ts';
import {seededRandom} from '../support/random.ts';
import {movesFrom, stageOf} from './stage.ts';

const servers = ['n1', 'n2', 'n3', 'n4', 'n5'];

test('never has more in flight than allowed, in all and at each server, whatever comes back', async () => {
	for (let seed = 1; seed <= 30; seed++) {
		const random = seededRandom(seed);
		const stage = stageOf(servers, groupsLedBy({n1: 40, n2: 30, n3: 0, n4: 0, n5: 10}));
		const moves = [...stage.store.view.groups.values()].map(({stream, leader}) =>
			stage.move(stream, random.pick(servers.filter(server => server !== leader))),
		);
		const limits = {
			maxInFlight: 1 + random.below(12),
			maxInFlightPerServer: 1 + random.below(6),
			adaptive: random.chance(0.5),
			maxErrors: 1000,
		};
		stage.obey(() => (random.chance(0.1) ? 6000 : 10 + random.below(2000)));
		const flights = flightWatch();
		const run = stage.run({moves: {type: 'list', moves}, limits, listener: flights.listener});
		for (let turn = 0; turn < 2000 && !run.summary(); turn++) {
			await stage.clock.advanceAsync(500);
		}

		const summary = await run.done;
		expect(summary.moves).toHaveLength(moves.length);
		expect(flights.most()).toBeLessThanOrEqual(limits.maxInFlight);
		expect(flights.mostAtOneServer()).toBeLessThanOrEqual(limits.maxInFlightPerServer);
	}
});

test('keeps to the rate', async () => {
	const stage = stageOf(servers, groupsLedBy({n1: 9, n2: 0, n3: 0, n4: 0, n5: 0}));
	const moves = [...stage.store.view.groups.values()].map(({stream}) => stage.move(stream, 'n2'));
	stage.obey(30);
	const run = stage.run({moves: {type: 'list', moves}, limits: {ratePerSecond: 4}});
	const sent: number[] = [];
	for (let quarter = 0; quarter < 9; quarter++) {
		await stage.clock.advanceAsync(quarter === 0 ? 0 : 250);
		sent.push(stage.asked.length);
	}

	await stage.clock.advanceAsync(30);
	expect(await run.done).toMatchObject({outcome: 'done', elapsedMs: 2030});
	expect(sent).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('lets a move overtake those whose server is busy', async () => {
	const stage = stageOf(servers, groupsLedBy({n1: 3, n2: 1, n3: 0, n4: 0, n5: 0}));
	const moves = ['S1', 'S2', 'S3'].map(stream => stage.move(stream, 'n3'));
	const run = stage.run({
		moves: {type: 'list', moves: [...moves, stage.move('S4', 'n4')]},
		limits: {maxInFlightPerServer: 1},
	});
	await stage.clock.advanceAsync(0);
	expect(stage.asked.map(({group}) => group.stream)).toEqual(['S1', 'S4']);
	stage.obey(10);
	await stage.elect('S4', 'n4');
	await stage.elect('S1', 'n3');
	await stage.clock.advanceAsync(1000);
	expect(await run.done).toMatchObject({outcome: 'done'});
});

test('lets it overtake those near the front only, not a whole plan', async () => {
	const stage = stageOf(servers, groupsLedBy({n1: 300, n2: 1, n3: 0, n4: 0, n5: 0}));
	const moves = [...movesFrom(stage, 'n1', 'n3'), ...movesFrom(stage, 'n2', 'n4')];
	const limits = {maxInFlight: 8, maxInFlightPerServer: 2, adaptive: false};
	const run = stage.run({moves: {type: 'list', moves}, limits});
	stage.obey(10);
	await stage.clock.advanceAsync(0);
	await stage.elect('S1', 'n3');
	await stage.elect('S2', 'n3');
	await stage.clock.advanceAsync(20_000);
	expect(await run.done).toMatchObject({outcome: 'done', stepDowns: 301});
	const sent = stage.asked.map(({preferred}) => preferred);
	expect(sent.indexOf('n4')).toBeGreaterThan(40);
	expect(sent.indexOf('n4')).toBeLessThan(60);
	const inOrder = stage.asked.filter(({preferred}) => preferred === 'n3');
	expect(inOrder.map(({group}) => group.stream)).toEqual(
		Array.from({length: 300}, (_, index) => `S${index + 1}`),
	);
});

test('asks servers that cannot be told who follows one server at a time, and serial ones for two at a time', async () => {
	for (const [version, atOnce] of [
		['2.9.10', 2],
		['2.10.27', 5],
	] as const) {
		const old = servers.map(name => aServer(name, {version}));
		const stage = stageOf(old, groupsLedBy({n1: 5, n2: 5, n3: 0, n4: 0, n5: 0}));
		const groups = [...stage.store.view.groups.values()].reverse();
		const moves = groups.map(({stream}) => stage.move(stream));
		stage.obey(270);
		const run = stage.run({moves: {type: 'list', moves}, limits: {adaptive: false}});
		await stage.clock.advanceAsync(0);
		const first = stage.asked.map(({group}) => stage.group(group.stream).leader);
		expect(first).toEqual(Array.from({length: atOnce}, () => 'n2'));
		await stage.clock.advanceAsync(5000);
		expect(await run.done).toMatchObject({outcome: 'done', stepDowns: 10});
	}
});

test.each([{maxInFlight: 0}, {maxInFlightPerServer: 0}, {triesPerGroup: 0}, {ratePerSecond: 0}])(
	'refuses limits under which nothing could be sent: %o',
	limits => {
		const stage = stageOf(servers, []);
		expect(() => stage.run({moves: {type: 'list', moves: []}, limits})).toThrow(RangeError);
	},
);

test('takes a limit that is not stated for the default', async () => {
	const stage = stageOf(servers, groupsLedBy({n1: 1, n2: 0, n3: 0, n4: 0, n5: 0}));
	stage.obey(20);
	const moves = [stage.move('S1', 'n2')];
	const run = stage.run({moves: {type: 'list', moves}, limits: {maxInFlight: undefined}});
	await stage.clock.advanceAsync(100);
	expect(await run.done).toMatchObject({outcome: 'done'});
});

test('never has a group in flight twice', async () => {
	const stage = stageOf(servers, groupsLedBy({n1: 1, n2: 0, n3: 0, n4: 0, n5: 0}));
	const there = stage.move('S1', 'n2');
	const run = stage.run({
		moves: {type: 'list', moves: [there, {group: there.group, from: 'n2', to: 'n3'}]},
	});
	await stage.clock.advanceAsync(0);
	expect(stage.asked).toHaveLength(1);
	await stage.elect('S1', 'n2');
	await stage.clock.advanceAsync(0);
	expect(stage.asked).toHaveLength(2);
	await stage.elect('S1', 'n3');
	expect(await run.done).toMatchObject({outcome: 'done', stepDowns: 2});
});

test('has more in flight while elections are fast, half after a slow one, and then more again, by and by', async () => {
	const stage = stageOf(servers, groupsLedBy({n1: 150, n2: 1, n3: 0, n4: 0, n5: 0}));
	const moves = movesFrom(stage, 'n1', 'n2');
	let latencyMs = 50;
	stage.obey(() => latencyMs);
	const limits = {maxInFlightPerServer: 64};
	const run = stage.run({moves: {type: 'list', moves}, limits});
	const inFlight: Record<string, number> = {};
	const look = (when: string) => {
		const ended = run.events.filter(({type}) => type === 'move-ended').length;
		inFlight[when] = stage.asked.length - ended;
	};

	await stage.clock.advanceAsync(0);
	look('first');
	await stage.clock.advanceAsync(50);
	look('then');
	latencyMs = 2500;
	await stage.clock.advanceAsync(50);
	look('full');
	latencyMs = 50;
	await stage.clock.advanceAsync(2500);
	look('slow');
	await stage.clock.advanceAsync(50);
	look('again');
	expect(bars(inFlight)).toBe(picture`
		first ███ 8
		then ██████ 16
		full ████████████ 32
		slow ██████ 16
		again ████████ 20
	`);
	run.stop('enough');
	await stage.clock.advanceAsync(5000);
	await run.done;
});

test('has no more in flight where elections take their time, without being slow', async () => {
	const stage = stageOf(servers, groupsLedBy({n1: 60, n2: 0, n3: 0, n4: 0, n5: 0}));
	const moves = [...stage.store.view.groups.values()].map(({stream}) => stage.move(stream, 'n2'));
	stage.obey(1500);
	const flights = flightWatch();
	const run = stage.run({moves: {type: 'list', moves}, listener: flights.listener});
	await stage.clock.advanceAsync(15_000);
	expect(await run.done).toMatchObject({outcome: 'done'});
	expect(flights.most()).toBe(8);
});

/** Counts from the events of a run alone what is on its way. */
function flightWatch() {
	const perServer = new Map<string, number>();
	let inFlight = 0;
	let most = 0;
	let mostAtOneServer = 0;

	function count(servers: readonly (string | undefined)[], change: number): void {
		inFlight += change;
		most = Math.max(most, inFlight);
		for (const server of servers) {
			if (server !== undefined) {
				perServer.set(server, (perServer.get(server) ?? 0) + change);
				mostAtOneServer = Math.max(mostAtOneServer, perServer.get(server) ?? 0);
			}
		}
	}

	const sent = new Set<string>();
	return {
		most: () => most,
		mostAtOneServer: () => mostAtOneServer,
		listener: (event: RunEvent) => {
			if (event.type === 'move-sent') {
				sent.add(event.move.group);
				count([event.move.from, event.move.to], 1);
			} else if (event.type === 'move-ended' && sent.delete(event.outcome.move.group)) {
				count([event.outcome.move.from, event.outcome.move.to], -1);
			}
		},
	};
}
