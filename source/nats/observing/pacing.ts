/** How large an inventory was, all pages together. */
export type InventorySize = {
	/** Compressed. */
	readonly wireBytes: number;
	/** Unpacked. */
	readonly rawBytes: number;
};

/** What reading an inventory cost. */
export type InventoryCost = InventorySize & {
	/** How long the server took to answer, in ms. */
	readonly answerMs: number;
};

/** What may be spent on inventories, in bytes a second, and the share of its time that a server may spend on answering. */
type Budget = {
	readonly wireBytes: number;
	readonly rawBytes: number;
	readonly serverShare: number;
};

const budgets = {
	/** Of one server, for any reason. */
	server: {wireBytes: 64_000, rawBytes: 1_000_000, serverShare: 1 / 4},
	/** Of all servers where groups come and go all the time: a twentieth of a core to take in. */
	changed: {wireBytes: 200_000, rawBytes: 2_000_000, serverShare: 1 / 20},
	/**
	 * Of all servers after elections: where a server stops all others elect, and 100,000 groups would keep this process busy
	 * for seconds. This is a sixth of a core.
	 */
	elected: {wireBytes: Number.POSITIVE_INFINITY, rawBytes: 6_000_000, serverShare: 1},
	/** Of all servers, to refresh what is known: less than 1 % of a core. */
	refresh: {wireBytes: 100_000, rawBytes: 300_000, serverShare: 1 / 50},
} as const satisfies Readonly<Record<string, Budget>>;

/** Refreshing brings at most this share of what asking for everything once a second would bring without compression. */
const refreshShare = 1 / 25;

const shortestGapMs = 250;

/** How soon after a server was asked it may be asked again, whatever the reason, in ms. */
export function promptedGapMs(cost: InventorySize & Partial<InventoryCost>): number {
	return Math.max(shortestGapMs, msFor(budgets.server, cost));
}

/** How long the next inventory that only elections give reason for has to wait after one, on any server, in ms. */
export function electedGapMs({wireBytes, rawBytes}: InventorySize): number {
	return msFor(budgets.elected, {wireBytes, rawBytes});
}

/**
 * How soon after a server was asked because groups had come or gone it may be asked for that reason again, in ms: all
 * servers may have such a reason all the time.
 * @param costs of all servers
 */
export function changedGapMs({answerMs}: InventoryCost, costs: readonly InventorySize[]): number {
	return msFor(budgets.changed, {...sumOf(costs), answerMs});
}

/**
 * How far apart inventories are that are read only to refresh what is known, one server after the other, in ms. Each
 * server has its turn once in five rounds at most.
 * @param costs of all servers
 */
export function refreshGapMs(costs: readonly InventorySize[], intervalMs: number): number {
	const sum = sumOf(costs);
	const shareMs = sum.rawBytes === 0 ? 0 : (sum.wireBytes * 1000) / (sum.rawBytes * refreshShare);
	const turnMs = Math.max(5 * intervalMs, shareMs, msFor(budgets.refresh, sum));
	return turnMs / Math.max(costs.length, 1);
}

/** How long after a server was asked it is not asked to refresh what is known, in ms. */
export function refreshRestMs({answerMs}: InventoryCost): number {
	return answerMs / budgets.refresh.serverShare;
}

/** How far apart rounds of cheap questions are at least where servers take that long to answer them, in ms. */
export function slowRoundGapMs(answerMs: number): number {
	return Math.min(4 * answerMs, longestRoundGapMs);
}

const longestRoundGapMs = 30_000;

function msFor(
	budget: Budget,
	{wireBytes, rawBytes, answerMs = 0}: InventorySize & Partial<InventoryCost>,
): number {
	return Math.max(
		(wireBytes * 1000) / budget.wireBytes,
		(rawBytes * 1000) / budget.rawBytes,
		answerMs / budget.serverShare,
	);
}

function sumOf(costs: readonly InventorySize[]): InventorySize {
	return {
		wireBytes: costs.reduce((sum, {wireBytes}) => sum + wireBytes, 0),
		rawBytes: costs.reduce((sum, {rawBytes}) => sum + rawBytes, 0),
	};
}
