import type {Steps} from '../steps.ts';
import type {Imbalance} from './imbalance.ts';
import {pathFinder, type ImprovingPath} from './improving-path.ts';
import type {ResidualGraph} from './residual-graph.ts';

/**
 * Moves groups until no path improves (Σ imbalance, step-downs) any more: then no other placement is better
 * (a flow is cheapest exactly when its residual graph has no negative cycle). Changes the graph and the loads.
 */
export function* evenOut(
	graph: ResidualGraph,
	loads: Int32Array,
	imbalance: Imbalance,
): Steps<void> {
	const findImprovingPath = pathFinder(graph, loads, imbalance);
	for (let path = findImprovingPath(); path; path = findImprovingPath()) {
		yield;
		const amount = worthwhile(path, narrowest(path, graph), loads, imbalance);
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
	{step}: Imbalance,
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
