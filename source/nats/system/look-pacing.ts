/** What a look brings. */
export type LookSize = {
	/** Compressed. */
	readonly wireBytes: number;
	/** Unpacked. */
	readonly rawBytes: number;
};

/** What the last look at a server cost. */
export type LookCost = LookSize & {
	/** How long it took to answer, all pages together, in ms. */
	readonly answerMs: number;
};

/**
 * How soon a server may be looked at again when there is a reason to, in ms: a quarter of a second where inventories
 * are small, longer where they would keep the wire, this process or the server busy.
 */
export function promptedGapMs({
	wireBytes,
	rawBytes,
	answerMs = 0,
}: LookSize & Partial<LookCost>): number {
	return Math.max(
		shortestGapMs,
		msFor(wireBytes, 64_000),
		msFor(rawBytes, 1_000_000),
		answerMs / promptedShare,
	);
}

/**
 * How long the next look at any server has to wait, in ms, after one that elections were the only reason for: they only
 * leave open how far followers are. A server that stops has all others elect, and 100,000 groups would keep this process
 * busy for seconds: 6 MB of JSON a second are a sixth of a core.
 */
export function followUpGapMs({rawBytes}: LookSize): number {
	return msFor(rawBytes, 6_000_000);
}

/**
 * How long a server is left alone after a look because groups had come or gone, when that is the only reason for the next
 * one, in ms: where consumers of short lives come and go all the time, servers shall not be asked for everything all the
 * time. It keeps such looks
 * - to 200 KB/s on the wire and 2 MB of JSON a second (a twentieth of a core to take in), for all servers together,
 * - and to a twentieth of the server's time.
 */
export function newsGapMs(cost: LookCost, costs: readonly LookSize[]): number {
	const wireBytes = costs.reduce((sum, {wireBytes}) => sum + wireBytes, 0);
	const rawBytes = costs.reduce((sum, {rawBytes}) => sum + rawBytes, 0);
	return Math.max(msFor(wireBytes, 200_000), msFor(rawBytes, 2_000_000), cost.answerMs / newsShare);
}

/** How long a server is left alone after a look that had no other reason than to refresh what is known, in ms. */
export function routineRestMs({answerMs}: LookCost): number {
	return answerMs / routineShare;
}

/**
 * How long to wait between two looks that have no other reason than to refresh what is known, in ms, when servers are
 * taken in turns. It keeps routine looks
 * - to 100 KB/s on the wire,
 * - to 1/25 of what asking every server for everything once a second would bring without compression,
 * - to 300 KB of JSON a second to read here (less than 1 % of a core),
 * - and each server to one look in five rounds.
 */
export function routineGapMs(costs: readonly LookSize[], intervalMs: number): number {
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

/** How far apart rounds of cheap questions are at least where servers take so long to answer them, in ms. */
export function slowRoundGapMs(answerMs: number): number {
	return Math.min(4 * answerMs, longestRoundGapMs);
}

const longestRoundGapMs = 30_000;

/** Whether most servers take so long for a small answer, in ms, that it must be the line. */
export function isSlowLine(answerMs: number): boolean {
	return answerMs > 1000;
}

const shortestGapMs = 250;

/** The share of its time that a server may spend on answering: one that answers slowly is asked more rarely. */
const promptedShare = 1 / 4;
const newsShare = 1 / 20;
const routineShare = 1 / 50;

/** A server that keeps its cores busy is not looked at more often than this, in ms. */
export const busyGapMs = 30_000;

/** @param load the share of its cores that is busy */
export function isBusy(load: number): boolean {
	return load > 0.8;
}

function msFor(bytes: number, bytesPerSecond: number): number {
	return bytes === 0 ? 0 : (bytes * 1000) / bytesPerSecond;
}
