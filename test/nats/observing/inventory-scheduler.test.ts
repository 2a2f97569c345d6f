import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {promptedGapMs, type InventoryCost} from '../../../source/nats/observing/pacing.ts';
import {
	busyGapMs,
	InventoryScheduler,
	type InventoryOutcome,
} from '../../../source/nats/observing/inventory-scheduler.ts';

const small: InventoryCost = {wireBytes: 1000, rawBytes: 4000, answerMs: 10};
const large: InventoryCost = {wireBytes: 128_000, rawBytes: 1_600_000, answerMs: 10};

const six = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6'];

describe('inventories', () => {
	/** Which server's was begun, and when, in ms since the start. */
	let begun: {readonly server: string; readonly at: number; readonly failures: number}[];
	let finish: Map<string, (outcome: InventoryOutcome) => void>;
	let scheduler: InventoryScheduler;
	let startedAt: number;
	let isLineSlow: boolean;
	let refreshable: {readonly name: string; readonly isBusy: boolean}[];

	beforeEach(() => {
		vi.useFakeTimers({now: 1_000_000});
		startedAt = Date.now();
		isLineSlow = false;
		refreshable = [];
		begun = [];
		finish = new Map();
		scheduler = new InventoryScheduler({
			read: async (server, failures) =>
				new Promise(resolve => {
					begun.push({server, at: Date.now() - startedAt, failures});
					finish.set(server, resolve);
				}),
			refreshable: () => refreshable,
			isLineSlow: () => isLineSlow,
			intervalMs: 1000,
		});
		scheduler.open();
	});

	afterEach(() => {
		scheduler.pause();
		vi.useRealTimers();
	});

	const pass = async (ms: number) => vi.advanceTimersByTimeAsync(ms);

	const end = async (server: string, outcome: InventoryOutcome = small) => {
		finish.get(server)?.(outcome);
		await pass(0);
	};

	const need = (...servers: readonly string[]) => {
		for (const server of servers) {
			scheduler.request(server, 'needed', Date.now());
		}
	};

	/** Reads a server's inventory for the first time. */
	const know = async (server: string, cost: InventoryCost) => {
		need(server);
		await end(server, cost);
	};

	const servers = () => begun.map(({server}) => server);

	const times = (server: string) => begun.filter(each => each.server === server).map(({at}) => at);

	it('are read of six servers at a time, and of none twice at the same time', async () => {
		need(...six, 'n7', 'n1');
		expect(servers()).toEqual(six);
		await end('n2');
		expect(servers()).toEqual([...six, 'n7']);
		need('n1');
		await end('n1');
		await pass(1000);
		expect(times('n1')).toEqual([0, promptedGapMs(small)]);
	});

	it('of slow servers do not hold up the others', async () => {
		need(...six, 'n7');
		await pass(900);
		expect(servers()).toEqual(six);
		await pass(200);
		expect(servers()).toEqual([...six, 'n7']);
		// Still under way: not a second time.
		need('n1');
		await pass(10_000);
		expect(times('n1')).toEqual([0]);
	});

	it('are not more at a time where the line is slow', async () => {
		isLineSlow = true;
		need(...six, 'n7');
		await pass(5000);
		expect(servers()).toEqual(six);
		await end('n3');
		expect(servers()).toEqual([...six, 'n7']);
	});

	it('are read once for several reasons', async () => {
		scheduler.request('n1', 'needed', Date.now() + 250);
		scheduler.request('n1', 'changed', Date.now() + 200);
		await pass(100);
		scheduler.request('n1', 'needed', Date.now() + 250);
		scheduler.requestOnceQuiet('n1', 15_000);
		await pass(100);
		await end('n1');
		await pass(4000);
		expect(times('n1')).toEqual([200]);
	});

	it('wait until no more leaders are elected anywhere, as long as the most urgent reason permits', async () => {
		const elections = async (seconds: number, longestMs: number) => {
			for (let second = 0; second < seconds; second++) {
				scheduler.requestOnceQuiet(second % 2 === 0 ? 'n1' : 'n2', longestMs);
				await pass(1000);
			}
		};

		await elections(6, 15_000);
		expect(begun).toEqual([]);
		await pass(1000);
		expect(servers()).toEqual(['n1', 'n2']);
		await end('n1');
		await end('n2');
		begun = [];
		const from = Date.now() - startedAt;
		scheduler.requestOnceQuiet('n1', 5000);
		await elections(8, 15_000);
		expect(begun.map(({server, at}) => [server, at - from])).toEqual([['n1', 5000]]);
	});

	it('are not put off by elections where there is another reason', async () => {
		scheduler.requestOnceQuiet('n1', 15_000);
		need('n1');
		expect(servers()).toEqual(['n1']);
	});

	it('leave a server time to recover from the last one, whatever the reason', async () => {
		await know('n1', large);
		need('n1');
		scheduler.request('n1', 'changed', Date.now());
		await pass(10_000);
		expect(promptedGapMs(large)).toBeGreaterThan(promptedGapMs(small));
		expect(times('n1')).toEqual([0, promptedGapMs(large)]);
	});

	it('are spread where elections on all servers give reason for them', async () => {
		for (const server of ['n1', 'n2', 'n3']) {
			await know(server, large);
		}

		await pass(10_000);
		begun = [];
		for (const server of ['n1', 'n2', 'n3']) {
			scheduler.requestOnceQuiet(server, 15_000);
		}

		// What else is needed does not wait for it.
		scheduler.request('n4', 'needed', Date.now() + 1600);
		await pass(5000);
		const [first = 0, needed = 0, second = 0, third = 0] = begun.map(({at}) => at);
		expect(servers()).toEqual(['n1', 'n4', 'n2', 'n3']);
		expect(needed).toBe(11_600);
		// 1.6 MB each: six megabytes a second are what this process can take in beside its other work.
		expect(second - first).toBeGreaterThan(200);
		expect(third - second).toBe(second - first);
	});

	it('are read at once where groups come, but not all the time where they come and go all the time', async () => {
		const all = Array.from({length: 10}, (_, index) => `n${index + 1}`);
		for (const server of all) {
			await know(server, large);
		}

		await pass(10_000);
		begun = [];
		scheduler.request('n1', 'changed', Date.now());
		expect(servers()).toEqual(['n1']);
		const seconds = 60;
		for (let second = 0; second < seconds; second++) {
			for (const server of all) {
				await end(server, large);
				scheduler.request(server, 'changed', Date.now());
			}

			await pass(1000);
		}

		// After the first of each server: two megabytes of JSON a second.
		const bytes = (begun.length - all.length) * large.rawBytes;
		expect(bytes).toBeGreaterThan(1_000_000 * seconds);
		expect(bytes).toBeLessThan(2_100_000 * seconds);
		// Other reasons do not wait for that.
		begun = [];
		need('n1');
		expect(servers()).toEqual(['n1']);
	});

	it('are read at once when somebody waits for them, and again when one is under way', async () => {
		need('n1');
		const waiting = vi.fn<() => void>();
		void scheduler.readNow('n1').then(waiting);
		await end('n1', large);
		expect(times('n1')).toEqual([0, 0]);
		expect(waiting).not.toHaveBeenCalled();
		await end('n1');
		expect(waiting).toHaveBeenCalledOnce();
	});

	it('are tried again ever later where nobody answers, whatever else happens', async () => {
		need('n1');
		for (let failure = 0; failure < 3; failure++) {
			await end('n1', 'unanswered');
			need('n1');
			await pass(60_000);
		}

		const waits = times('n1')
			.slice(1)
			.map((at, failure) => at - failure * 60_000);
		expect(begun.map(({failures}) => failures)).toEqual([0, 1, 2, 3]);
		expect(waits).toEqual(waits.toSorted((a, b) => a - b));
		expect(new Set(waits).size).toBe(3);
		await end('n1');
		need('n1');
		await pass(1000);
		expect(begun.at(-1)?.failures).toBe(0);
	});

	it('are forgotten when the connection is lost, and those who wait for them are let go', async () => {
		scheduler.request('n1', 'needed', Date.now() + 100);
		const waiting = scheduler.readNow('n2');
		const late = scheduler.readNow('n2');
		scheduler.pause();
		await end('n2');
		await Promise.all([waiting, late]);
		await pass(60_000);
		expect(servers()).toEqual(['n2']);
		await scheduler.readNow('n3');
		expect(servers()).toEqual(['n2']);
		expect(vi.getTimerCount()).toBe(0);
	});

	describe('that nobody has a reason for', () => {
		const answer = async (seconds: number) => {
			for (let second = 0; second < seconds; second++) {
				await pass(1000);
				for (const {name} of refreshable) {
					await end(name);
				}
			}
		};

		beforeEach(() => {
			refreshable = ['n1', 'n2'].map(name => ({name, isBusy: false}));
		});

		it('are read of one server after the other', async () => {
			await answer(30);
			expect(servers().slice(0, 6)).toEqual(['n1', 'n2', 'n1', 'n2', 'n1', 'n2']);
			// Each once in five rounds at most.
			expect(times('n1').length).toBeLessThanOrEqual(30 / 5);
		});

		it('spare a server that is busy', async () => {
			refreshable = [
				{name: 'n1', isBusy: true},
				{name: 'n2', isBusy: false},
			];
			await answer(60);
			expect(times('n1').length).toBeLessThanOrEqual(1 + 60_000 / busyGapMs);
			expect(times('n2').length).toBeGreaterThan(5);
		});

		it('wait while leaders are elected, but not for ever', async () => {
			await answer(4);
			for (let second = 0; second < 5; second++) {
				scheduler.requestOnceQuiet('n3', 60_000);
				await answer(1);
			}

			expect(begun).toEqual([]);
			for (let second = 0; second < 5; second++) {
				scheduler.requestOnceQuiet('n3', 60_000);
				await answer(1);
			}

			expect(servers()).toEqual(['n1']);
		});
	});
});
