import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {KnownServer} from '../../../source/nats/system/known-server.ts';
import {LookQueue} from '../../../source/nats/system/look-queue.ts';
import {RoutineLooks} from '../../../source/nats/system/routine-looks.ts';

const cost = {wireBytes: 100, rawBytes: 4000, answerMs: 1};

let begun: string[];
let queue: LookQueue;
let routine: RoutineLooks;
let ended: Promise<void>;
let startedAt: number;

beforeEach(() => {
	vi.useFakeTimers({now: 1_000_000});
	startedAt = Date.now();
	begun = [];
	queue = new LookQueue(async server => {
		begun.push(`${Date.now() - startedAt} ${server}`);
		return cost;
	});
	queue.open();
	const servers = ['n1', 'n2'].map(
		name =>
			new KnownServer(
				{
					name,
					id: name,
					cluster: 'east',
					domain: undefined,
					version: '2.12.4',
					tags: [],
					jetStream: true,
				},
				undefined,
			),
	);
	routine = new RoutineLooks({servers: () => servers, queue, intervalMs: 1000});
	ended = routine.run();
});

afterEach(async () => {
	routine.stop();
	queue.pause();
	await ended;
	vi.useRealTimers();
});

it('looks at servers in turns', async () => {
	await vi.advanceTimersByTimeAsync(17_600);
	expect(begun).toEqual(['5000 n1', '10000 n2', '15000 n1', '17500 n2']);
});

it('leaves servers alone while leaders are elected, by five seconds at most', async () => {
	await vi.advanceTimersByTimeAsync(4900);
	queue.wantOnceQuiet('n3', 15_000);
	await vi.advanceTimersByTimeAsync(1600);
	expect(begun).toEqual(['6400 n3', '6400 n1']);
	begun = [];
	for (let election = 0; election < 16; election++) {
		queue.wantOnceQuiet('n4', 15_000);
		await vi.advanceTimersByTimeAsync(1000);
	}

	expect(begun).toEqual(['16400 n2', '21500 n4']);
});
