import type {Random} from './random.ts';
import {upgradeOneByOne} from './server-life.ts';
import type {Sim, SimServer, SimWorld} from './sim-world.ts';

export type ScenarioName = (typeof scenarioNames)[number];

export const scenarioNames = [
	'restart',
	'rolling-upgrade',
	'scale-out',
	'constrained',
	'one-down',
	'even',
] as const;

/** The first state of a simulated cluster, and what happens in it. */
export type Scenario = {
	/** The default number of servers. */
	readonly servers: number;
	readonly version: string;
	/** The replica set of the next group. */
	readonly peersOfNext: (layout: Layout) => readonly string[];
	/** Who of these peers leads the next group. */
	readonly leaderOfNext: (layout: Layout, peers: readonly string[]) => string;
	/** What happened to the servers before the watch begins. */
	readonly past?: (world: SimWorld, now: number) => void;
	/** What happens to them from then on. */
	readonly play?: (sim: Sim) => void;
};

/** The groups so far, while they are added one after another. */
export type Layout = {
	readonly servers: readonly string[];
	/** Groups that each server leads so far, those with one replica left out. */
	readonly leaders: ReadonlyMap<string, number>;
	readonly random: Random;
};

const minuteMs = 60_000;

export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
	/** The last server restarted two minutes ago and leads next to nothing. */
	restart: {
		servers: 3,
		version: '2.12.4',
		peersOfNext: layout => anyThree(layout, layout.servers),
		leaderOfNext: (layout, peers) =>
			layout.random.chance(0.08)
				? layout.random.pick(peers)
				: favourFirst(layout, exceptLast(layout, peers), 0.6),
		past(world, now) {
			const server = lastOf(world);
			server.life = 2;
			server.startedAt = now - 2 * minuteMs;
		},
	},
	/** One server after another stops and comes back with a new version. */
	'rolling-upgrade': {
		servers: 3,
		version: '2.11.9',
		peersOfNext: layout => anyThree(layout, layout.servers),
		leaderOfNext: fewestLeaders,
		play: sim => {
			upgradeOneByOne(sim, '2.12.4');
		},
	},
	/** The last server is new: it leads nothing, and few replica sets include it. */
	'scale-out': {
		servers: 4,
		version: '2.12.4',
		peersOfNext: layout =>
			anyThree(
				layout,
				layout.random.chance(0.2) ? layout.servers : exceptLast(layout, layout.servers),
			),
		leaderOfNext: (layout, peers) => fewestLeaders(layout, exceptLast(layout, peers)),
		past(world, now) {
			lastOf(world).startedAt = now - 5 * minuteMs;
		},
	},
	/** Replica sets overlap like a chain, and the first server leads most. */
	constrained: {
		servers: 7,
		version: '2.12.4',
		peersOfNext: neighbours,
		leaderOfNext: (layout, peers) => favourFirst(layout, peers, 0.95),
	},
	/** The last server has been down for ten minutes. */
	'one-down': {
		servers: 3,
		version: '2.12.4',
		peersOfNext: layout => anyThree(layout, layout.servers),
		leaderOfNext: (layout, peers) => favourFirst(layout, exceptLast(layout, peers), 0.73),
		past(world, now) {
			const server = lastOf(world);
			server.state = 'stopped';
			server.stateSince = now - 10 * minuteMs;
		},
	},
	/** Every server leads as many groups as the others. */
	even: {
		servers: 3,
		version: '2.12.4',
		peersOfNext: layout => anyThree(layout, layout.servers),
		leaderOfNext: fewestLeaders,
	},
};

function lastOf({servers}: SimWorld): SimServer {
	const server = [...servers.values()].at(-1);
	if (!server) {
		throw new RangeError('A cluster needs a server');
	}

	return server;
}

const replicas = 3;

/** Three of the servers in any order, or all if there are fewer. */
function anyThree({random}: Layout, servers: readonly string[]): readonly string[] {
	const left = [...servers];
	const drawn: string[] = [];
	while (drawn.length < replicas && left.length > 0) {
		drawn.push(...left.splice(random.below(left.length), 1));
	}

	return drawn;
}

/** Three servers next to each other, the first ones much more often: many groups have few other servers to go to. */
function neighbours(layout: Layout): readonly string[] {
	const {servers, random} = layout;
	const first = random.pick([...servers.keys()], index => 1 / (index + 1));
	const next = Array.from(
		{length: replicas},
		(_, step) => servers[(first + step) % servers.length],
	);
	return anyThree(
		layout,
		[...new Set(next)].filter(server => server !== undefined),
	);
}

/** The server among these that leads the fewest groups so far. */
function fewestLeaders({leaders}: Layout, peers: readonly string[]): string {
	const loadOf = (server: string) => leaders.get(server) ?? 0;
	return peers.reduce((fewest, peer) => (loadOf(peer) < loadOf(fewest) ? peer : fewest));
}

/** With this chance the first server among these peers, else the one that leads the fewest. */
function favourFirst(layout: Layout, peers: readonly string[], chance: number): string {
	const first = layout.servers.find(server => peers.includes(server));
	return first !== undefined && layout.random.chance(chance) ? first : fewestLeaders(layout, peers);
}

/** These peers without the cluster's last server, unless it is the only one. */
function exceptLast({servers}: Layout, peers: readonly string[]): readonly string[] {
	const others = peers.filter(peer => peer !== servers.at(-1));
	return others.length > 0 ? others : peers;
}
