import type {SimOptions} from './sim-options.ts';
import {layOutGroups} from './lay-out-groups.ts';
import {accountNames} from './names.ts';
import type {Random} from './random.ts';
import {scenarios} from './scenarios.ts';
import {SimWorld, type SimServer} from './sim-world.ts';

const cluster = 'east';
const dayMs = 86_400_000;

/** The cluster of a scenario as it is when the watch begins. */
export function foundWorld(options: SimOptions, random: Random, now: number): SimWorld {
	const scenario = scenarios[options.scenario];
	const {servers: count = scenario.servers, version = scenario.version} = options;
	const {streams = 60, consumersPerStream = 2, accounts = 2} = options;
	const servers = Array.from({length: count}, (_, index): SimServer => {
		const startedAt = now - 9 * dayMs - index * dayMs;
		return {
			name: `n${index + 1}`,
			cluster,
			version,
			life: 1,
			startedAt,
			state: 'online',
			stateSince: startedAt,
			caughtUpAt: now,
			messages: 0,
			messagesPerSecond: 0,
		};
	});
	const groups = layOutGroups(
		scenario,
		{
			cluster,
			servers: servers.map(({name}) => name),
			accounts: accountNames(accounts),
			streams,
			consumersPerStream,
			now,
		},
		random,
	);
	const world = new SimWorld(servers, groups);
	scenario.past?.(world, now);
	world.metaLeader = servers.find(({name}) => name !== 'n1' && world.isUp(name))?.name ?? 'n1';
	return world;
}
