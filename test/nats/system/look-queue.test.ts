import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import type {LookCost} from '../../../source/nats/system/look-pacing.ts';
import {LookQueue, type LookOutcome} from '../../../source/nats/system/look-queue.ts';

const small: LookCost = {wireBytes: 1000, rawBytes: 4000, answerMs: 10};
const large: LookCost = {wireBytes: 128_000, rawBytes: 1_600_000, answerMs: 10};

describe('the queue of looks', () => {
	/** When which server was looked at, in ms since the start. */
	let begun: string[];
	let finish: Map<string, (outcome: LookOutcome) => void>;
	let queue: LookQueue;
	let startedAt: number;
	let isLineSlow: boolean;

	beforeEach(() => {
		isLineSlow = false;
		vi.useFakeTimers({now: 1_000_000});
		startedAt = Date.now();
		begun = [];
		finish = new Map();
		queue = new LookQueue(
			async (server, failures) =>
				new Promise(resolve => {
					const again = failures === 0 ? '' : ` again, ${failures}`;
					begun.push(`${Date.now() - startedAt} ${server}${again}`);
					finish.set(server, resolve);
				}),
			() => isLineSlow,
		);
		queue.open();
	});

	afterEach(() => {
		queue.pause();
		vi.useRealTimers();
	});

	const end = async (server: string, cost = small) => {
		finish.get(server)?.(cost);
		await vi.advanceTimersByTimeAsync(0);
	};

	it('looks at six servers at a time, and at none twice at the same time', async () => {
		for (const server of ['n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7', 'n1']) {
			queue.want(server, Date.now());
		}

		expect(begun).toEqual(['0 n1', '0 n2', '0 n3', '0 n4', '0 n5', '0 n6']);
		await end('n2');
		expect(begun.at(-1)).toBe('0 n7');
		await end('n1');
		await vi.advanceTimersByTimeAsync(999);
		expect(begun.at(-1)).toBe('250 n1');
	});

	it('does not let slow servers hold up the others', async () => {
		for (const server of ['n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7']) {
			queue.want(server, Date.now());
		}

		await vi.advanceTimersByTimeAsync(999);
		expect(begun).toHaveLength(6);
		await vi.advanceTimersByTimeAsync(1);
		expect(begun.at(-1)).toBe('1000 n7');
		// Still under way: not a second time.
		queue.want('n1', Date.now());
		await vi.advanceTimersByTimeAsync(5000);
		expect(begun).toHaveLength(7);
	});

	it('has no more looks at a time where it is the line that is slow', async () => {
		isLineSlow = true;
		for (const server of ['n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7']) {
			queue.want(server, Date.now());
		}

		await vi.advanceTimersByTimeAsync(5000);
		expect(begun).toHaveLength(6);
		await end('n3');
		expect(begun.at(-1)).toBe('5000 n7');
	});

	it('makes one look of several reasons', async () => {
		queue.want('n1', Date.now() + 250);
		await vi.advanceTimersByTimeAsync(100);
		queue.want('n1', Date.now() + 250);
		await vi.advanceTimersByTimeAsync(1000);
		expect(begun).toEqual(['250 n1']);
	});

	it('waits until elections have calmed down, by fifteen seconds at most', async () => {
		for (let election = 0; election < 7; election++) {
			queue.wantOnceQuiet('n1', 15_000);
			await vi.advanceTimersByTimeAsync(500);
		}

		expect(begun).toEqual([]);
		await vi.advanceTimersByTimeAsync(1000);
		expect(begun).toEqual(['4500 n1']);
		await end('n1');
		for (let election = 0; election < 40; election++) {
			queue.wantOnceQuiet('n1', 15_000);
			await vi.advanceTimersByTimeAsync(500);
		}

		expect(begun).toEqual(['4500 n1', '19500 n1']);
	});

	it('waits no longer than the most urgent reason bears', async () => {
		queue.wantOnceQuiet('n1', 15_000);
		await vi.advanceTimersByTimeAsync(1000);
		queue.wantOnceQuiet('n1', 5000);
		for (let election = 0; election < 10; election++) {
			queue.wantOnceQuiet('n1', 15_000);
			await vi.advanceTimersByTimeAsync(1000);
		}

		expect(begun).toEqual(['6000 n1']);
	});

	it('waits for elections on other servers, too', async () => {
		queue.wantOnceQuiet('n1', 15_000);
		await vi.advanceTimersByTimeAsync(1000);
		queue.wantOnceQuiet('n2', 15_000);
		expect(queue.quietAt).toBe(Date.now() + 1500);
		await vi.advanceTimersByTimeAsync(1499);
		expect(begun).toEqual([]);
		await vi.advanceTimersByTimeAsync(1);
		expect(begun).toEqual(['2500 n1', '2500 n2']);
	});

	it('does not put a look off that is due for another reason', async () => {
		queue.want('n1', Date.now() + 250);
		queue.wantOnceQuiet('n1', 15_000);
		await vi.advanceTimersByTimeAsync(5000);
		expect(begun).toEqual(['250 n1']);
	});

	it('gives a server with a large inventory time', async () => {
		queue.want('n1', Date.now());
		await end('n1', large);
		queue.want('n1', Date.now());
		await vi.advanceTimersByTimeAsync(1999);
		expect(begun).toHaveLength(1);
		await vi.advanceTimersByTimeAsync(1);
		expect(begun).toEqual(['0 n1', '2000 n1']);
	});

	it('spreads what elections everywhere give reason for', async () => {
		for (const server of ['n1', 'n2', 'n3']) {
			queue.want(server, Date.now());
			await end(server, {...large, rawBytes: 1_200_000});
		}

		await vi.advanceTimersByTimeAsync(10_000);
		begun = [];
		for (const server of ['n1', 'n2', 'n3']) {
			queue.wantOnceQuiet(server, 15_000);
		}

		// What else is wanted does not wait for it.
		queue.want('n4', Date.now() + 1600);
		await vi.advanceTimersByTimeAsync(1650);
		await end('n1');
		await vi.advanceTimersByTimeAsync(5000);
		expect(begun).toEqual(['11500 n1', '11600 n4', '11700 n2', '11900 n3']);
	});

	it('looks for new groups at once, but not all the time where they come and go all the time', async () => {
		for (let server = 1; server <= 10; server++) {
			queue.want(`n${server}`, Date.now());
			await end(`n${server}`, large);
		}

		await vi.advanceTimersByTimeAsync(10_000);
		begun = [];
		for (let second = 0; second < 30; second++) {
			queue.wantForNews('n1', Date.now());
			await vi.advanceTimersByTimeAsync(1000);
			await end('n1', large);
		}

		// 16 megabytes on all ten servers, at two a second.
		expect(begun).toEqual(['10000 n1', '18000 n1', '26000 n1', '34000 n1']);
		// Other reasons do not wait for that.
		queue.want('n1', Date.now());
		expect(begun.at(-1)).toBe('40000 n1');
	});

	it('looks at once when somebody waits for it, and again when a look is under way', async () => {
		queue.want('n1', Date.now());
		const waiting = vi.fn<() => void>();
		void queue.lookNow('n1').then(waiting);
		await end('n1', large);
		expect(begun).toEqual(['0 n1', '0 n1']);
		expect(waiting).not.toHaveBeenCalled();
		await end('n1');
		expect(waiting).toHaveBeenCalledOnce();
	});

	it('tries again later where nobody answered', async () => {
		queue.want('n1', Date.now());
		finish.get('n1')?.('unanswered');
		await vi.advanceTimersByTimeAsync(2500);
		expect(begun).toEqual(['0 n1', '2000 n1 again, 1']);
		finish.get('n1')?.('unanswered');
		await vi.advanceTimersByTimeAsync(0);
		// Whatever happens meanwhile: the server may be overloaded.
		queue.want('n1', Date.now());
		await vi.advanceTimersByTimeAsync(5000);
		expect(begun).toEqual(['0 n1', '2000 n1 again, 1', '6500 n1 again, 2']);
		await end('n1');
		queue.want('n1', Date.now());
		await vi.advanceTimersByTimeAsync(1000);
		expect(begun.at(-1)).toBe('7500 n1');
	});

	it('forgets all wishes when the connection is lost, and lets go who waits', async () => {
		queue.want('n1', Date.now() + 100);
		const waiting = queue.lookNow('n2');
		const late = queue.lookNow('n2');
		queue.pause();
		await end('n2');
		await Promise.all([waiting, late]);
		await vi.advanceTimersByTimeAsync(5000);
		expect(begun).toEqual(['0 n2']);
		await queue.lookNow('n3');
		expect(begun).toEqual(['0 n2']);
		expect(vi.getTimerCount()).toBe(0);
	});
});
