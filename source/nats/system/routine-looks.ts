import {steadyNow} from '../../time/clock.ts';
import type {KnownServer} from './known-server.ts';
import {busyGapMs, isBusy, routineGapMs, routineRestMs} from './look-pacing.ts';
import type {LookQueue} from './look-queue.ts';
import {Wakeup} from '../../time/sleep.ts';

export type RoutineOptions = {
	/** Those that may be looked at now. */
	readonly servers: () => Iterable<KnownServer>;
	readonly queue: LookQueue;
	readonly intervalMs: number;
};

/** Has servers looked at in turns, so that rates and lags stay fresh. */
export class RoutineLooks {
	readonly #servers: RoutineOptions['servers'];
	readonly #queue: LookQueue;
	readonly #wakeup = new Wakeup();
	#intervalMs: number;
	#stopped = false;

	constructor({servers, queue, intervalMs}: RoutineOptions) {
		this.#servers = servers;
		this.#queue = queue;
		this.#intervalMs = intervalMs;
	}

	/** Resolves after `stop`. */
	async run(): Promise<void> {
		while (!this.#stopped) {
			await this.#wakeup.sleepFor(routineGapMs(this.#queue.costs(), this.#intervalMs));
			await this.#untilQuiet();
			const next = [...this.#servers()]
				.filter(known => this.#hasRested(known))
				.map(({identity}) => identity.name)
				.sort((a, b) => this.#queue.askedAt(a) - this.#queue.askedAt(b))[0];
			if (next !== undefined) {
				this.#queue.want(next, steadyNow());
			}
		}
	}

	setIntervalMs(intervalMs: number): void {
		this.#intervalMs = intervalMs;
		this.#wakeup.wake();
	}

	stop(): void {
		this.#stopped = true;
		this.#wakeup.wake();
	}

	/**
	 * A server that answers for thousands of groups has less time for their elections: three servers with 3,000 groups on
	 * two cores hold none for up to a second. Where elections do not end, the wait does.
	 */
	async #untilQuiet(): Promise<void> {
		const latest = steadyNow() + longestWaitMs;
		for (;;) {
			const waitMs = Math.min(this.#queue.quietAt, latest) - steadyNow();
			if (this.#stopped || waitMs <= 0) {
				return;
			}

			await this.#wakeup.sleepFor(waitMs);
		}
	}

	#hasRested({identity, load}: KnownServer): boolean {
		const {name} = identity;
		const cost = this.#queue.costOf(name);
		const restMs = Math.max(cost ? routineRestMs(cost) : 0, isBusy(load) ? busyGapMs : 0);
		return !this.#queue.isBusy(name) && steadyNow() >= this.#queue.askedAt(name) + restMs;
	}
}

/** A group that elects all the time is no reason to leave all servers alone. */
const longestWaitMs = 5000;
