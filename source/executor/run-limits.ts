import {fullPace, inFlightPerServer, type Pace} from '../domain/plan/pace.ts';

/** What a run may do at most, and when it gives up. */
export type RunLimits = Pace & {
	/** Step-downs in flight at each server that loses or is to get a leader. */
	readonly maxInFlightPerServer: number;
	/** How long after its request an election is waited for. */
	readonly electionTimeoutMs: number;
	/** Begins with few in flight; more while elections are fast, half as many after a slow one, an error or a new leaderless group. */
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
