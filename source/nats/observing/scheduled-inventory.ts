import {promptedGapMs, type InventoryCost} from './pacing.ts';

export const never = Number.POSITIVE_INFINITY;

/** When inventories may be read that only elections give reason for, epoch in ms. */
export type Elections = {
	/** When elections will have been over for a while. */
	readonly quietAt: number;
	/** When the last such inventory has been paid for. */
	readonly paidAt: number;
};

/** When a server that did not answer is tried again, in ms; twice as late after each further failure. */
const retryMs = {first: 2000, longest: 32_000} as const;

/** When the inventory of one server is due, and why. Times are epoch in ms. */
export class ScheduledInventory {
	readonly server: string;
	/** When it may be read for which reason; because of elections: at the latest. */
	needed = never;
	changed = never;
	elected = never;
	/** It need not wait until the last inventory has been paid for. */
	isUrgent = false;
	/** From when on groups that come and go may be a reason again. */
	changedFrom = 0;
	isReading = false;
	/** 0 for never. */
	askedAt = 0;
	/** Of the last inventory. */
	cost: InventoryCost | undefined;
	/** Attempts in a row without an answer. */
	failures = 0;
	waiting: (() => void)[] = [];
	/** A server that may be overloaded is left alone until then, whatever else happens. */
	#restingUntil = 0;

	constructor(server: string) {
		this.server = server;
	}

	/** `never` where it is not requested. */
	dueAt({quietAt, paidAt}: Elections): number {
		const {needed, changed, changedFrom, elected, askedAt, cost} = this;
		const dueAt = Math.min(
			needed,
			Math.max(changed, changedFrom),
			elected === never ? never : Math.max(Math.min(elected, quietAt), paidAt),
		);
		const freeAt = cost ? askedAt + promptedGapMs(cost) : 0;
		return this.isUrgent ? dueAt : Math.max(dueAt, freeAt, this.#restingUntil);
	}

	clearRequests(): void {
		this.needed = never;
		this.changed = never;
		this.elected = never;
		this.isUrgent = false;
	}

	retryLater(now: number): void {
		this.#restingUntil = now + Math.min(retryMs.first * 2 ** this.failures, retryMs.longest);
		this.failures++;
		this.needed = Math.min(this.needed, this.#restingUntil);
	}

	/** Forgets what was requested and how it went. */
	reset(): void {
		this.clearRequests();
		this.#restingUntil = 0;
		this.failures = 0;
		release(this.waiting.splice(0));
	}
}

/** Resolves the waits for an inventory. */
export function release(waiting: readonly (() => void)[]): void {
	for (const resolve of waiting) {
		resolve();
	}
}
