import {steadyNow} from '../../time/clock.ts';
import {
	changedGapMs,
	electedGapMs,
	refreshGapMs,
	refreshRestMs,
	type InventoryCost,
} from './pacing.ts';
import {never, release, ScheduledInventory} from './scheduled-inventory.ts';

/** What reading an inventory cost; `unanswered`: to be tried again; `void`: nothing came of it, and that is all. */
export type InventoryOutcome = InventoryCost | 'unanswered' | 'void';

export type SchedulerOptions = {
	/**
	 * Reads a server's inventory. Must not reject.
	 * @param failures attempts in a row without an answer before this one
	 */
	readonly read: (server: string, failures: number) => Promise<InventoryOutcome>;
	/** Servers whose inventory may be read only to refresh what is known of them. */
	readonly refreshable: () => Iterable<{readonly name: string; readonly isBusy: boolean}>;
	/** Whether all answers take long, so that more of them at a time would only keep each other waiting. */
	readonly isLineSlow: () => boolean;
	readonly intervalMs: number;
};

/** Inventories read at the same time. */
const concurrency = 6;

/** One that takes longer than this waits for its server, in ms: it costs nothing here, and does not count. */
const slowMs = 1000;

/** How long no leader must have been elected, in ms; elections of one cause follow each other within a second or two. */
const quietMs = 1500;

/** How long elections that do not end put off a refresh of what is known, in ms. */
const longestQuietMs = 5000;

/** A server that keeps its cores busy is not asked more often than this without need, in ms. */
export const busyGapMs = 30_000;

/**
 * Decides when which server's inventory is read: one at a time of each server, six in all, the next one not before the
 * last one has been paid for (pacing.ts). A server that answers for thousands of groups has less time for their
 * elections: what can wait until those are over does.
 */
export class InventoryScheduler {
	readonly #options: SchedulerOptions;
	readonly #servers = new Map<string, ScheduledInventory>();
	#intervalMs: number;
	#isOpen = false;
	#timer: NodeJS.Timeout | undefined;
	/** When it goes on by itself, epoch in ms. */
	#nextAt = never;
	readonly #elections = {quietAt: 0, paidAt: 0};
	/** When the next server is asked to refresh what is known, if there are no elections. */
	#refreshAt = never;

	constructor(options: SchedulerOptions) {
		this.#options = options;
		this.#intervalMs = options.intervalMs;
	}

	/** Starts, or goes on after `pause`. */
	open(): void {
		this.#isOpen = true;
		this.#refreshAt = steadyNow() + this.#refreshGapMs();
		this.#next();
	}

	/** Begins nothing any more, and forgets what was requested. */
	pause(): void {
		this.#isOpen = false;
		clearTimeout(this.#timer);
		for (const entry of this.#servers.values()) {
			entry.reset();
		}
	}

	setIntervalMs(intervalMs: number): void {
		this.#intervalMs = intervalMs;
		this.#refreshAt = steadyNow();
		this.#next();
	}

	/**
	 * Requests an inventory that is read at `notBefore` (epoch in ms) at the earliest. An earlier request stays.
	 * @param reason `needed`: what is known of the server is not enough; `changed`: groups have come or gone
	 */
	request(server: string, reason: 'needed' | 'changed', notBefore: number): void {
		const entry = this.#entry(server);
		entry[reason] = Math.min(entry[reason], notBefore);
		this.#consider(entry);
	}

	/**
	 * Requests an inventory because leaders were elected, once elections cease.
	 * @param longestMs after which it is due even if elections go on
	 */
	requestOnceQuiet(server: string, longestMs: number): void {
		const entry = this.#entry(server);
		const now = steadyNow();
		entry.elected = Math.min(entry.elected, now + longestMs);
		this.#elections.quietAt = now + quietMs;
		this.#consider(entry);
	}

	/** Reads a server's inventory as soon as there is room, whatever the last one cost. Resolves when that is done. */
	async readNow(server: string): Promise<void> {
		const entry = this.#entry(server);
		entry.needed = 0;
		entry.isUrgent = true;
		const done = new Promise<void>(resolve => {
			entry.waiting.push(resolve);
		});
		this.#next();
		await (this.#isOpen ? done : undefined);
	}

	/** When the server was last asked, epoch in ms; 0 for never. */
	askedAt(server: string): number {
		return this.#servers.get(server)?.askedAt ?? 0;
	}

	isReading(server: string): boolean {
		return this.#servers.get(server)?.isReading ?? false;
	}

	forget(server: string): void {
		const entry = this.#servers.get(server);
		if (entry && !entry.isReading) {
			release(entry.waiting);
			this.#servers.delete(server);
		}
	}

	#entry(server: string): ScheduledInventory {
		let entry = this.#servers.get(server);
		if (!entry) {
			entry = new ScheduledInventory(server);
			this.#servers.set(server, entry);
		}

		return entry;
	}

	/** A thousand elections in a second put inventories off: what is due later than what is waited for needs no thought. */
	#consider(entry: ScheduledInventory): void {
		if (!entry.isReading && entry.dueAt(this.#elections) < this.#nextAt) {
			this.#next();
		}
	}

	#next(): void {
		clearTimeout(this.#timer);
		while (this.#isOpen) {
			const now = steadyNow();
			const refreshAt = Math.min(
				Math.max(this.#refreshAt, this.#elections.quietAt),
				this.#refreshAt + longestQuietMs,
			);
			if (refreshAt <= now) {
				this.#requestRefresh(now);
				continue;
			}

			const first = this.#first();
			const dueAt = first ? Math.max(first.dueAt(this.#elections), this.#roomAt(now)) : never;
			if (!first || dueAt > now) {
				this.#nextAt = Math.min(dueAt, refreshAt);
				this.#timer = setTimeout(() => {
					this.#next();
				}, this.#nextAt - now);
				return;
			}

			void this.#read(first);
		}
	}

	/** The server that is due first; of several the one asked longest ago. */
	#first(): ScheduledInventory | undefined {
		const [first] = [...this.#servers.values()]
			.filter(({isReading}) => !isReading)
			.map(entry => ({entry, dueAt: entry.dueAt(this.#elections)}))
			.filter(({dueAt}) => dueAt < never)
			.sort((a, b) => a.dueAt - b.dueAt || a.entry.askedAt - b.entry.askedAt);
		return first?.entry;
	}

	/** From when on another inventory may be read. */
	#roomAt(now: number): number {
		const reading = [...this.#servers.values()]
			.filter(({isReading}) => isReading)
			.map(({askedAt}) => (this.#options.isLineSlow() ? never : askedAt + slowMs))
			.filter(slowAt => slowAt > now)
			.sort((a, b) => a - b);
		return reading.length < concurrency ? 0 : (reading[reading.length - concurrency] ?? never);
	}

	async #read(entry: ScheduledInventory): Promise<void> {
		const {needed, changed, elected, cost} = entry;
		const waiting = entry.waiting.splice(0);
		const now = steadyNow();
		if (elected < never && needed > now && cost) {
			this.#elections.paidAt = Math.max(this.#elections.paidAt, now) + electedGapMs(cost);
		}

		entry.clearRequests();
		entry.isReading = true;
		entry.askedAt = now;
		const outcome = await this.#options.read(entry.server, entry.failures);
		entry.isReading = false;
		if (outcome === 'unanswered') {
			// What was forgotten meanwhile is not tried again.
			if (this.#isOpen) {
				entry.retryLater(steadyNow());
			}
		} else if (outcome !== 'void') {
			entry.cost = outcome;
			entry.failures = 0;
			if (changed < never) {
				entry.changedFrom = entry.askedAt + changedGapMs(outcome, this.#costs());
			}
		}

		release(waiting);
		this.#next();
	}

	/** Servers take turns, so that rates and lags stay fresh. */
	#requestRefresh(now: number): void {
		const [next] = [...this.#options.refreshable()]
			.map(({name, isBusy}) => ({entry: this.#entry(name), isBusy}))
			.filter(({entry: {isReading, askedAt, cost}, isBusy}) => {
				const restMs = Math.max(cost ? refreshRestMs(cost) : 0, isBusy ? busyGapMs : 0);
				return !isReading && now >= askedAt + restMs;
			})
			.sort((a, b) => a.entry.askedAt - b.entry.askedAt);
		if (next) {
			const {entry} = next;
			entry.needed = Math.min(entry.needed, now);
		}

		this.#refreshAt = now + this.#refreshGapMs();
	}

	#refreshGapMs(): number {
		return refreshGapMs(this.#costs(), this.#intervalMs);
	}

	#costs(): readonly InventoryCost[] {
		return [...this.#servers.values()].flatMap(({cost}) => cost ?? []);
	}
}
