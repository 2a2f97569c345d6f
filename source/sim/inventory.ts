import type {ClusterEvent} from '../domain/cluster-event.ts';
import {describeGroup} from './describe-group.ts';
import type {SimWorld} from './sim-world.ts';

/** Groups in one message. */
const groupsPerPage = 1000;

/** All that a server has to say of its groups when asked, in pages. */
export function inventoryOf(
	world: SimWorld,
	server: string,
	askedAt: number,
	now: number,
): ClusterEvent[] {
	const led = Array.from(world.ledBy(server), group => describeGroup(world, group, now));
	const leaderless = [...world.ledBy(undefined)]
		.filter(({peers}) => peers.includes(server))
		.map(group => describeGroup(world, group, now));
	const events: ClusterEvent[] = [];
	for (let first = 0; first === 0 || first < led.length; first += groupsPerPage) {
		events.push({
			type: 'groups-reported',
			at: now,
			askedAt,
			server,
			led: led.slice(first, first + groupsPerPage),
			leaderless: first === 0 ? leaderless : [],
		});
	}

	return [...events, {type: 'look-completed', at: now, askedAt, server}];
}
