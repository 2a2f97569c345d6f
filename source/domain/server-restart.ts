/** What was seen of a server's going and coming during this watch. */
export type ServerRestart = {
	/** How often it was seen to come back in a new life. */
	readonly restarts: number;
	/** Since when it is away, or was before it came back last, epoch in ms. */
	readonly goneAt: number | undefined;
	/** When it answered again, epoch in ms; undefined while it is away. */
	readonly backAt: number | undefined;
	/** When its JetStream was up again, epoch in ms; undefined while it is not. */
	readonly upAt: number | undefined;
	/** What it ran in its life before this one. */
	readonly previousVersion: string | undefined;
};

export const noRestart: ServerRestart = {
	restarts: 0,
	goneAt: undefined,
	backAt: undefined,
	upAt: undefined,
	previousVersion: undefined,
};

/**
 * How long after a restart leaders may still report the follower as it was before, in ms: they learn how far it is only
 * from its answers, one heartbeat a second.
 */
export const settlingMs = 2000;

/** What the replicas of a server lacked at one moment. */
export type LagSample = {
	/** Epoch in ms. */
	readonly at: number;
	/** Groups in which its replica was behind or not heard. */
	readonly groups: number;
	/** Log entries that it was behind in them, as far as reported. */
	readonly entries: number;
};

/** Older samples do not count for the present pace, in ms. */
const windowMs = 60_000;

const fewestSamples = 3;
const shortestMs = 2000;

/** What falls by less than this share of itself within the window does not shrink to speak of. */
const leastDrop = 0.05;

/** How well the samples have to lie on a line: 1 is perfect. */
const leastFit = 0.7;

/**
 * How long it takes until nothing is lacking, in ms, if it goes on as it went within the last minute: the line through
 * the samples, by least squares. Undefined where they are too few or too scattered, or where it does not shrink.
 * @param samples oldest first
 */
export function catchUpLeftMs(samples: readonly LagSample[], now: number): number | undefined {
	const recent = samples.filter(({at}) => now - at <= windowMs);
	const [first, last] = [recent[0], recent.at(-1)];
	if (!first || !last || recent.length < fewestSamples || last.at - first.at < shortestMs) {
		return undefined;
	}

	const line = fit(recent);
	const isShrinking = first.entries - last.entries >= first.entries * leastDrop;
	if (last.entries === 0 || !isShrinking || line.perMs >= 0 || line.fit < leastFit) {
		return undefined;
	}

	const leftMs = last.entries / -line.perMs - (now - last.at);
	return Math.max(0, leftMs);
}

function fit(samples: readonly LagSample[]): {readonly perMs: number; readonly fit: number} {
	const mean = (of: (sample: LagSample) => number) =>
		samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
	const [meanAt, meanEntries] = [mean(({at}) => at), mean(({entries}) => entries)];
	const spreadAt = mean(({at}) => (at - meanAt) ** 2);
	const spreadEntries = mean(({entries}) => (entries - meanEntries) ** 2);
	const together = mean(({at, entries}) => (at - meanAt) * (entries - meanEntries));
	return spreadAt === 0 || spreadEntries === 0
		? {perMs: 0, fit: 0}
		: {perMs: together / spreadAt, fit: together ** 2 / (spreadAt * spreadEntries)};
}
