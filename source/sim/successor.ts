import type {Random} from './random.ts';
import type {SimGroup, SimWorld} from './sim-world.ts';

/** Go keeps a small map in one bucket of eight, and begins to walk it at a random place. */
const bucket = 8;

/**
 * Whom a leader that steps down hands over to: the first healthy follower in the order of the server's map. The peers
 * have fixed places in it, so that of two followers one follows in 7 of 8 cases (or 6 of 8), every time anew the same.
 * Undefined when no follower is healthy.
 */
export function successor(
	world: SimWorld,
	group: SimGroup,
	previous: string | undefined,
	random: Random,
	now: number,
): string | undefined {
	const begin = random.below(bucket);
	for (let step = 0; step < bucket; step++) {
		const peer = group.peers[(begin + step) % bucket];
		if (peer !== undefined && peer !== previous && isHealthy(world, group, peer, now)) {
			return peer;
		}
	}

	return undefined;
}

/** A server about to stop still follows, but is not made leader. */
function isHealthy(world: SimWorld, group: SimGroup, peer: string, now: number): boolean {
	return world.servers.get(peer)?.state === 'online' && world.lagOf(group, peer, now) === 0;
}
