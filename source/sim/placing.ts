import type {Plot} from './scenario.ts';

const replicas = 3;

/** Three of the servers in any order, or all if there are no more. */
export function anyThree({random}: Plot, servers: readonly string[]): readonly string[] {
	const left = [...servers];
	const drawn: string[] = [];
	while (drawn.length < replicas && left.length > 0) {
		drawn.push(...left.splice(random.below(left.length), 1));
	}

	return drawn;
}

/** Three servers next to each other, those at the front much more often than those at the end: many groups have few places to go. */
export function neighbours(plot: Plot): readonly string[] {
	const {servers, random} = plot;
	const first = random.pick([...servers.keys()], index => 1 / (index + 1));
	const next = Array.from(
		{length: replicas},
		(_, step) => servers[(first + step) % servers.length],
	);
	return anyThree(
		plot,
		[...new Set(next)].filter(server => server !== undefined),
	);
}

/** The server among these that leads the fewest groups so far. */
export function fewestLeaders({leaders}: Plot, peers: readonly string[]): string {
	const loadOf = (server: string) => leaders.get(server) ?? 0;
	return peers.reduce((fewest, peer) => (loadOf(peer) < loadOf(fewest) ? peer : fewest));
}

/** The first of the servers with this chance where it is among these peers, else the one that leads the fewest. */
export function favourFirst(plot: Plot, peers: readonly string[], chance: number): string {
	const first = plot.servers.find(server => peers.includes(server));
	return first !== undefined && plot.random.chance(chance) ? first : fewestLeaders(plot, peers);
}

/** These peers without the cluster's last server, unless it is the only one. */
export function exceptLast({servers}: Plot, peers: readonly string[]): readonly string[] {
	const others = peers.filter(peer => peer !== servers.at(-1));
	return others.length > 0 ? others : peers;
}
