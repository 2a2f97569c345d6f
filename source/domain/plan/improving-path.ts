import type {Imbalance} from './imbalance.ts';
import {noWay, type ResidualGraph} from './residual-graph.ts';

/** Servers that hand one group each to the next; the first ends with one leader less, the last with one more. */
export type ImprovingPath = {
	readonly servers: readonly number[];
	/** Step-downs that it adds to the plan; below 0 when it saves some. */
	readonly moves: number;
};

/**
 * The search for the path that improves (Σ imbalance, step-downs) most, lexicographically; undefined when none does.
 * Bellman and Ford's way, from all servers at once: a start costs what its leader's leaving saves.
 * It needs a graph without a negative cycle; pushing along the paths it finds keeps it so, as each is a shortest one.
 */
export function pathFinder(
	graph: ResidualGraph,
	loads: Int32Array,
	{step}: Imbalance,
): () => ImprovingPath | undefined {
	const {size, cheapest} = graph;
	// One unit of imbalance outweighs all step-downs that a path can cost or save.
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

	/** Whether anything got nearer. */
	function relax(): boolean {
		let nearer = false;
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
					nearer = true;
				}
			}
		}

		return nearer;
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
