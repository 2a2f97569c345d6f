import {steadyNow} from '../../time/clock.ts';
import {promptedGapMs, refreshGapMs, type InventorySize} from '../observing/pacing.ts';
import {Wakeup} from '../../time/sleep.ts';
import {attempt, type AccountView} from './account-view.ts';
import {takeListing, type AccountListing} from './take-listing.ts';

export type ListingHooks = {
	/** Ends with the connection. */
	readonly session: () => AbortSignal;
	/** How often the totals are asked for. */
	readonly intervalMs: () => number;
	/** What goes on beside each listing. */
	readonly alongside: (signal: AbortSignal) => Promise<void>;
	readonly onListed: (listing: AccountListing, signal: AbortSignal) => Promise<void>;
};

/** When a listing that failed is tried again, in ms; twice as late each time. */
const retryMs = 1000;
const longestRetryMs = 60_000;

/**
 * What a request of a listing takes of the pace, in ms: at most ten of them a second. There is one for each stream with
 * consumers, and the meta leader hands it on to all who lead one of these.
 */
const msPerRequest = 100;

/** Lists everything now and then: seldom enough to cost next to nothing, and sooner when there is a reason to. */
export class ListingSchedule {
	readonly #view: AccountView;
	readonly #hooks: ListingHooks;
	readonly #wakeup = new Wakeup();
	#running: Promise<void> | undefined;
	/** In a row, of which nothing came. */
	#failures = 0;
	#last:
		{readonly askedAt: number; readonly cost: InventorySize; readonly requests: number} | undefined;

	constructor(view: AccountView, hooks: ListingHooks) {
		this.#view = view;
		this.#hooks = hooks;
	}

	/** Whether everything has been listed since the start or the last `reset`. */
	get hasListed(): boolean {
		return this.#last !== undefined;
	}

	get isRunning(): boolean {
		return this.#running !== undefined;
	}

	/** Lists until `isOver`, which is checked after each sleep. */
	async run(isOver: () => boolean): Promise<void> {
		while (!isOver()) {
			const unpaidMs = this.#unpaidMs();
			if (unpaidMs > 0) {
				await this.#wakeup.sleepFor(unpaidMs);
			} else {
				await this.listNow();
				await this.#wakeup.sleepFor(this.#gapMs());
			}
		}
	}

	/** Lists as soon as the last listing has been paid for; ends the loop where it is over. */
	prompt(): void {
		this.#wakeup.wake();
	}

	/** What was listed may have changed unseen. */
	reset(): void {
		this.#last = undefined;
		this.#failures = 0;
		this.#wakeup.wake();
	}

	/** Listings never overlap. Never rejects. */
	async listNow(): Promise<void> {
		this.#running ??= this.#list().finally(() => {
			this.#running = undefined;
		});
		await this.#running;
	}

	/** How long the last listing keeps the next one waiting, whatever the reason for it. */
	#unpaidMs(): number {
		return this.#last ? this.#last.askedAt + promptedGapMs(this.#last.cost) - steadyNow() : 0;
	}

	#gapMs(): number {
		const last = this.#last;
		if (!last || this.#failures > 0) {
			return Math.min(retryMs * 2 ** this.#failures, longestRetryMs);
		}

		const refreshMs = refreshGapMs([last.cost], this.#hooks.intervalMs());
		return Math.max(refreshMs, last.requests * msPerRequest);
	}

	async #list(): Promise<void> {
		const signal = this.#hooks.session();
		if (signal.aborted) {
			return;
		}

		const {api} = this.#view;
		const before = api.cost;
		const alongside = this.#hooks.alongside(signal);
		const listing = await attempt(this.#view, async () => takeListing(this.#view, signal), signal);
		await alongside;
		if (!listing || signal.aborted) {
			this.#failures++;
			return;
		}

		const {requests, bytes} = api.cost;
		const size = bytes - before.bytes;
		this.#failures = 0;
		this.#last = {
			askedAt: listing.askedAt,
			cost: {wireBytes: size, rawBytes: size},
			requests: requests - before.requests,
		};
		await this.#hooks.onListed(listing, signal);
	}
}
