/** What a run may do at most, and when it gives up. */
export type RunLimits = {
	/** Step-downs between request and election, in the whole cluster. */
	readonly maxInFlight: number;
	/** The same for each server that loses or is to get a leader. */
	readonly maxInFlightPerServer: number;
	/** Requests a second; undefined: as fast as elections come back. */
	readonly ratePerSecond: number | undefined;
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
	maxInFlight: 64,
	// Measured on nats-server 2.15 with all servers on two cores: 16 give 430 elections a second, and twice as many only
	// let each one take twice as long (p50 106 and 172-209 ms under full load).
	maxInFlightPerServer: 16,
	ratePerSecond: undefined,
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
