import {loadsOf, type Placement} from './placements-of.ts';

/**
 * What speaks against a placement being the best possible; nothing when it provably is: no other one has decreasingly
 * smaller loads, and none with the same loads has fewer step-downs. Uses nothing of the planner.
 * Optimality of a flow with convex costs is the absence of a negative cycle in its residual graph (Ahuja, Magnanti and
 * Orlin, Network Flows, theorem 9.1 and chapter 14), split in two: (b) cycles that lower the loads, (c) those that save step-downs.
 */
export function objections(placement: Placement): string[] {
	const illegal = illegalMoves(placement);
	return illegal.length > 0 ? illegal : [...chances(placement), ...fewerMoves(placement)];
}

/** (a) Groups that are led by a server which must not lead them. */
function illegalMoves({groups, leaders}: Placement): string[] {
	return groups
		.filter(({group, home, legal}) => !legal.includes(leaders.get(group.key) ?? home))
		.map(({group}) => `illegal: ${group.stream} ${group.consumer ?? ''}`);
}

/** (b) Chances to be more even: chains of moves from a server to one that has two leaders less, or fewer still. */
export function chances(placement: Placement): string[] {
	const loads = loadsOf(placement);
	const arcs = arcsOf(placement);
	return placement.servers.flatMap((name, start) => {
		const reached = new Set([start]);
		for (const server of reached) {
			for (const next of arcs[server]?.keys() ?? []) {
				reached.add(next);
			}
		}

		return [...reached]
			.filter(end => (loads[end] ?? 0) <= (loads[start] ?? 0) - 2)
			.map(end => `could be more even: ${name} to ${placement.servers[end]}`);
	});
}

/**
 * (c) Cycles of moves that save a step-down, where a server may also hand its place to one with just one leader more:
 * over one hub for each load, that is free.
 */
function fewerMoves(placement: Placement): string[] {
	const loads = loadsOf(placement);
	const servers = placement.servers.length;
	const hubs = new Map([...new Set(loads)].map((load, index) => [load, servers + index]));
	const arcs: [from: number, to: number, cost: number][] = arcsOf(placement).flatMap(
		(targets, from) => [...targets].map(([to, cost]): [number, number, number] => [from, to, cost]),
	);
	for (const [server, load] of loads.entries()) {
		arcs.push([server, hubs.get(load) ?? -1, 0]);
		const lower = hubs.get(load - 1);
		if (lower !== undefined) {
			arcs.push([lower, server, 0]);
		}
	}

	// Bellman and Ford, from everywhere at once: what still gets nearer in the last pass lies behind a negative cycle.
	const nodes = servers + hubs.size;
	const distances = Array.from({length: nodes}, () => 0);
	for (let pass = 0; pass < nodes; pass++) {
		let isNearer = false;
		for (const [from, to, cost] of arcs) {
			const distance = (distances[from] ?? 0) + cost;
			if (distance < (distances[to] ?? 0)) {
				distances[to] = distance;
				isNearer = true;
			}
		}

		if (!isNearer) {
			return [];
		}
	}

	return ['could do with fewer step-downs'];
}

/** For each server, where one group of it could go, and what that would add to the step-downs at least. */
function arcsOf({servers, groups, leaders}: Placement): Map<number, number>[] {
	const numbers = new Map(servers.map((name, number) => [name, number]));
	const arcs = servers.map(() => new Map<number, number>());
	for (const {group, home, legal, weight} of groups) {
		const leader = leaders.get(group.key) ?? home;
		const targets = arcs[numbers.get(leader) ?? -1];
		for (const other of legal) {
			if (targets && weight === 1 && other !== leader) {
				const cost = Number(other !== home) - Number(leader !== home);
				const number = numbers.get(other) ?? -1;
				targets.set(number, Math.min(cost, targets.get(number) ?? cost));
			}
		}
	}

	return arcs;
}
