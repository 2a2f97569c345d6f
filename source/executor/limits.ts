import {
	firstInFlight,
	fullPace,
	inFlightPerServer,
	type Pace,
} from '../domain/plan/expected-time.ts';

/** What a run may do at most, and when it gives up. */
export type RunLimits = Pace & {
	/** Step-downs in flight at each server that loses or is to get a leader. */
	readonly maxInFlightPerServer: number;
	/** How long after its request an election is waited for. */
	readonly electionTimeoutMs: number;
	/** Starts with few in flight; more while elections are fast, half as many after a slow one, an error or a new leaderless group. */
	readonly adaptive: boolean;
	/** Failed requests after which the run stops by itself: the next one is too many. */
	readonly maxErrors: number;
	/** How long a group is left alone after it failed. */
	readonly restMs: number;
	/** Moves of one group within one run; after these it stays where it is. */
	readonly triesPerGroup: number;
};

export const defaultLimits: RunLimits = {
	...fullPace,
	maxInFlightPerServer: inFlightPerServer,
	electionTimeoutMs: 5000,
	adaptive: true,
	maxErrors: 5,
	restMs: 10_000,
	triesPerGroup: 5,
};

/**
 * The limits of a run: the default ones where none are given.
 * @throws RangeError for a limit under which nothing could ever be sent
 */
export function limitsOf(given: Partial<RunLimits> = {}): RunLimits {
	const stated = Object.entries(given).filter(([, limit]) => limit !== undefined);
	const limits: RunLimits = {...defaultLimits, ...Object.fromEntries(stated)};
	for (const name of ['maxInFlight', 'maxInFlightPerServer', 'triesPerGroup'] as const) {
		if (!(limits[name] >= 1)) {
			throw new RangeError(`${name} must be 1 or more, not ${limits[name]}`);
		}
	}

	if (limits.ratePerSecond !== undefined && !(limits.ratePerSecond > 0)) {
		throw new RangeError(`ratePerSecond must be more than 0, not ${limits.ratePerSecond}`);
	}

	return limits;
}

/** How many step-downs may be in flight, as the cluster takes them. */
export type AdaptiveWindow = {
	readonly size: () => number;
	/** An election came back. `sentAt`: when its request went out. */
	readonly onElection: (electionMs: number, sentAt: number) => void;
	/** Something went wrong with a request of that time; for a sign without a request, the time of the sign. */
	readonly onTrouble: (sentAt: number, now: number) => void;
};

/**
 * An election above this is slow. It takes 20 to 35 ms on nats-server 2.15 and 265 ms on 2.9 and 2.10; up to 2 s elections
 * of a busy cluster only wait for each other; a transfer that fails costs Raft's own timeout of 4 s and more.
 */
const slowElectionMs = 2000;

/** Above this, more in flight would only wait longer. Idle servers of 2.9 and 2.10 stay below. */
const fastElectionMs = 300;

/** What a fast election is worth after trouble. TCP's one for each window of them is for flows without end. */
const regained = 1 / 4;

/**
 * TCP's way (RFC 5681): one more for each fast election until the first trouble, from then on one more for every few
 * of them; half after trouble, once for all that was already in flight when it was noticed.
 */
export function adaptiveWindow(max: number): AdaptiveWindow {
	let size = Math.min(firstInFlight, max);
	let calm = true;
	let shrunkAt = Number.NEGATIVE_INFINITY;

	function onTrouble(sentAt: number, now: number): void {
		if (sentAt > shrunkAt) {
			size = Math.max(1, size / 2);
			calm = false;
			shrunkAt = now;
		}
	}

	return {
		size: () => Math.floor(size),
		onElection(electionMs, sentAt) {
			if (electionMs > slowElectionMs) {
				onTrouble(sentAt, sentAt + electionMs);
			} else if (electionMs <= fastElectionMs) {
				size = Math.min(max, size + (calm ? 1 : regained));
			}
		},
		onTrouble,
	};
}

/** A window that does not move. */
export function fixedWindow(size: number): AdaptiveWindow {
	return {size: () => size, onElection() {}, onTrouble() {}};
}
