/**
 * The price of a server's load. Its sum over all servers is what a plan makes smallest: any strictly convex price
 * gives the decreasingly minimal loads (Frank and Murota, arXiv 2007.09616); this one is the square of what lies
 * outside of a band, so that within the band nothing is worth a step-down. With the band [0, 0] it is Σ load².
 */
export type Imbalance = {
	/** What one more leader on this server would cost, at this load. Never falls as the load grows. */
	readonly step: (server: number, load: number) => number;
};

export type Band = {readonly low: number; readonly high: number};

export const exact: Band = {low: 0, high: 0};

/**
 * @param high at least `low`
 * @param isDraining servers that every leader shall leave: one leader there costs more than any unevenness elsewhere
 * @param total all leaders: no gap between two loads is wider
 */
export function imbalance(
	{low, high}: Band,
	isDraining: readonly boolean[],
	total: number,
): Imbalance {
	const away = 4 * (total + 1);
	return {
		step(server, load) {
			if (isDraining[server]) {
				return away;
			}

			if (load >= high) {
				return 2 * (load - high) + 1;
			}

			return load < low ? 2 * (load - low) + 1 : 0;
		},
	};
}

/** Σ over the servers of the price whose steps `imbalance` tells. */
export function unevenness(loads: Int32Array, {low, high}: Band): number {
	return loads.reduce(
		(sum, load) => sum + Math.max(0, load - high) ** 2 + Math.max(0, low - load) ** 2,
		0,
	);
}
