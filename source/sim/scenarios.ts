import {anyThree, exceptLast, favourFirst, fewestLeaders, neighbours} from './placing.ts';
import type {Scenario} from './scenario.ts';
import type {SimServer, SimWorld} from './sim-world.ts';
import {upgradeOneByOne} from './upgrade-one-by-one.ts';

export type ScenarioName = (typeof scenarioNames)[number];

export const scenarioNames = [
	'restart',
	'rolling-upgrade',
	'scale-out',
	'constrained',
	'one-down',
	'even',
] as const;

const minuteMs = 60_000;

export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
	/** The last server restarted two minutes ago and leads next to nothing. */
	restart: {
		servers: 3,
		version: '2.12.4',
		peersOfNext: plot => anyThree(plot, plot.servers),
		leaderOfNext: (plot, peers) =>
			plot.random.chance(0.08)
				? plot.random.pick(peers)
				: favourFirst(plot, exceptLast(plot, peers), 0.6),
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
		peersOfNext: plot => anyThree(plot, plot.servers),
		leaderOfNext: fewestLeaders,
		play: sim => {
			upgradeOneByOne(sim, '2.12.4');
		},
	},
	/** The last server is new: it leads nothing, and few replica sets include it. */
	'scale-out': {
		servers: 4,
		version: '2.12.4',
		peersOfNext: plot =>
			anyThree(plot, plot.random.chance(0.2) ? plot.servers : exceptLast(plot, plot.servers)),
		leaderOfNext: (plot, peers) => fewestLeaders(plot, exceptLast(plot, peers)),
		past(world, now) {
			lastOf(world).startedAt = now - 5 * minuteMs;
		},
	},
	/** Replica sets overlap like a chain, and the first server leads most. */
	constrained: {
		servers: 7,
		version: '2.12.4',
		peersOfNext: neighbours,
		leaderOfNext: (plot, peers) => favourFirst(plot, peers, 0.95),
	},
	/** The last server has been down for ten minutes. */
	'one-down': {
		servers: 3,
		version: '2.12.4',
		peersOfNext: plot => anyThree(plot, plot.servers),
		leaderOfNext: (plot, peers) => favourFirst(plot, exceptLast(plot, peers), 0.73),
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
		peersOfNext: plot => anyThree(plot, plot.servers),
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
