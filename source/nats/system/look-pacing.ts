/** What the last look at a server brought: on the wire (compressed) and unpacked. */
export type LookCost = {readonly wireBytes: number; readonly rawBytes: number};

/**
 * How soon a server may be looked at again when there is a reason to, in ms: a quarter of a second where inventories
 * are small, longer where they would keep the wire or this process busy.
 */
export function promptedGapMs({wireBytes, rawBytes}: LookCost): number {
	return Math.max(shortestGapMs, msFor(wireBytes, 64_000), msFor(rawBytes, 1_000_000));
}

/**
 * How long to wait between two looks that have no other reason than to refresh what is known, in ms, when servers are
 * taken in turns. It keeps routine looks
 * - to 100 KB/s on the wire,
 * - to 1/25 of what asking every server for everything once a second would bring without compression,
 * - to 300 KB of JSON a second to read here (less than 1 % of a core),
 * - and each server to one look in five rounds.
 */
export function routineGapMs(costs: readonly LookCost[], intervalMs: number): number {
	const wireBytes = costs.reduce((sum, cost) => sum + cost.wireBytes, 0);
	const rawBytes = costs.reduce((sum, cost) => sum + cost.rawBytes, 0);
	const turnMs = Math.max(
		5 * intervalMs,
		msFor(wireBytes, 100_000),
		msFor(wireBytes, rawBytes / 25),
		msFor(rawBytes, 300_000),
	);
	return turnMs / Math.max(costs.length, 1);
}

const shortestGapMs = 250;

function msFor(bytes: number, bytesPerSecond: number): number {
	return bytes === 0 ? 0 : (bytes * 1000) / bytesPerSecond;
}
