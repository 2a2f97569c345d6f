import type {Steps} from '../steps.ts';
import {noWay, type ResidualGraph} from './residual-graph.ts';

/**
 * Moves groups until no path improves (Σ price, step-downs) any more: then no other placement is better
 * (a flow is cheapest exactly when its residual graph has no negative cycle). Changes the graph and the loads.
 */
export function* evenOut(graph: ResidualGraph, loads: Int32Array, step: StepPrice): Steps<void> {
	const findImprovingPath = pathFinder(graph, loads, step);
	for (let path = findImprovingPath(); path; path = findImprovingPath()) {
		yield;
		const amount = worthwhile(path, narrowest(path, graph), loads, step);
		for (const [index, to] of path.servers.entries()) {
			const from = path.servers[index - 1];
			if (from === undefined) {
				loads[to] = (loads[to] ?? 0) - amount;
			} else {
				graph.push(from, to, amount);
			}
		}

		const last = path.servers.at(-1) ?? 0;
		loads[last] = (loads[last] ?? 0) + amount;
	}
}

function narrowest({servers}: ImprovingPath, graph: ResidualGraph): number {
	return servers.reduce((least, to, index) => {
		const from = servers[index - 1];
		return from === undefined ? least : Math.min(least, graph.capacity(from, to));
	}, Number.POSITIVE_INFINITY);
}

/** The largest amount, up to `limit`, of which each single group still improves: about half the gap between the ends. */
function worthwhile(
	{servers, moves}: ImprovingPath,
	limit: number,
	loads: Int32Array,
	step: StepPrice,
): number {
	const first = servers[0] ?? 0;
	const last = servers.at(-1) ?? 0;
	const high = loads[first] ?? 0;
	const low = loads[last] ?? 0;
	let least = 1;
	let most = limit;
	while (least < most) {
		const middle = Math.ceil((least + most) / 2);
		const change = step(last, low + middle - 1) - step(first, high - middle);
		if (change < 0 || (change === 0 && moves < 0)) {
			least = middle;
		} else {
			most = middle - 1;
		}
	}

	return least;
}

/** Servers that hand one group each to the next; the first ends with one leader less, the last with one more. */
type ImprovingPath = {
	readonly servers: readonly number[];
	/** Step-downs that it adds to the plan; below 0 when it saves some. */
	readonly moves: number;
};

/**
 * The search for the path that improves (Σ price, step-downs) most, lexicographically; undefined when none does.
 * Bellman and Ford's way, from all servers at once: a start costs what its leader's leaving saves.
 * It needs a graph without a negative cycle; pushing along the paths it finds keeps it so, as each is a shortest one.
 */
function pathFinder(
	graph: ResidualGraph,
	loads: Int32Array,
	step: StepPrice,
): () => ImprovingPath | undefined {
	const {size, cheapest} = graph;
	// One unit of the price outweighs all step-downs that a path can cost or save.
	const unit = 2 * size + 2;
	const distances = new Float64Array(size);
	const previous = new Int32Array(size);
	const changed = new Uint8Array(size);

	return function findImprovingPath() {
		for (let server = 0; server < size; server++) {
			distances[server] = -unit * step(server, (loads[server] ?? 0) - 1);
		}

		previous.fill(-1);
		changed.fill(1);
		for (let pass = 0; pass < size && relax(); pass++);

		let best = 0;
		let last = -1;
		for (let server = 0; server < size; server++) {
			const cost = (distances[server] ?? 0) + unit * step(server, loads[server] ?? 0);
			if (cost < best) {
				best = cost;
				last = server;
			}
		}

		return last === -1 ? undefined : pathTo(last);
	};

	/** Whether any distance got shorter. */
	function relax(): boolean {
		let shorter = false;
		for (let from = 0; from < size; from++) {
			if (changed[from] === 0) {
				continue;
			}

			changed[from] = 0;
			const distance = distances[from] ?? 0;
			const row = from * size;
			for (let to = 0; to < size; to++) {
				const cost = cheapest[row + to] ?? noWay;
				if (cost !== noWay && distance + cost < (distances[to] ?? 0)) {
					distances[to] = distance + cost;
					previous[to] = from;
					changed[to] = 1;
					shorter = true;
				}
			}
		}

		return shorter;
	}

	function pathTo(last: number): ImprovingPath {
		const servers = [last];
		let moves = 0;
		for (
			let to = last, from = previous[to] ?? -1;
			from !== -1;
			to = from, from = previous[to] ?? -1
		) {
			servers.push(from);
			moves += cheapest[from * size + to] ?? 0;
		}

		return {servers: servers.reverse(), moves};
	}
}

/**
 * What one more leader on a server costs, at its load. Never falls as the load grows. The sum of all these steps is what
 * a plan minimizes: any strictly convex price gives the decreasingly minimal loads (Frank and Murota, arXiv 2007.09616).
 */
type StepPrice = (server: number, load: number) => number;

export type Band = {readonly low: number; readonly high: number};

export const exact: Band = {low: 0, high: 0};

/**
 * The price whose sum is the square of what lies outside of a band: within the band nothing is worth a step-down. With
 * the band [0, 0] it is Σ load².
 * @param band `high` is at least `low`
 * @param isDraining one leader on such a server costs more than any unevenness elsewhere
 * @param total all leaders: no gap between two loads is wider
 */
export function stepPrice(
	{low, high}: Band,
	isDraining: readonly boolean[],
	total: number,
): StepPrice {
	return (server, load) => {
		if (isDraining[server]) {
			return 4 * (total + 1);
		}

		if (load >= high) {
			return 2 * (load - high) + 1;
		}

		return load < low ? 2 * (load - low) + 1 : 0;
	};
}

/** Σ over the servers of the price whose steps `stepPrice` gives. */
export function unevenness(loads: Int32Array, {low, high}: Band): number {
	return loads.reduce(
		(sum, load) => sum + Math.max(0, load - high) ** 2 + Math.max(0, low - load) ** 2,
		0,
	);
}
