import {supports} from '../domain/server-version.ts';
import type {Random} from './random.ts';
import {followersOf} from './reports.ts';
import type {Sim, SimGroup} from './sim-world.ts';

/** How long followers wait for their leader before they start an election, in ms. */
const electionTimeoutMs = {shortest: 4000, longest: 9000};

/**
 * A group's leadership ends now, and the next begins after `delayMs`.
 * @param preferred the server that is made leader if it is up by then
 */
export function handOver(sim: Sim, group: SimGroup, delayMs: number, preferred?: string): void {
	const {world, scheduler} = sim;
	const previous = group.leader;
	world.setLeader(group, undefined, scheduler.now());
	const {term} = group;
	scheduler.after(delayMs, () => {
		if (group.term !== term) {
			return;
		}

		const next =
			preferred !== undefined && world.isUp(preferred)
				? preferred
				: successor(sim, group, previous);
		if (next !== undefined && world.hasQuorum(group)) {
			elect(sim, group, next);
		} else {
			electAfterTimeout(sim, group);
		}
	});
}

/** The followers notice that their leader is gone, and elect one of those that are up, if they have a quorum. */
export function electAfterTimeout(sim: Sim, group: SimGroup): void {
	const {world, random, scheduler} = sim;
	const {term} = group;
	const {shortest, longest} = electionTimeoutMs;
	scheduler.after(random.whole(shortest, longest), () => {
		if (group.term !== term || !world.hasQuorum(group)) {
			return;
		}

		const up = group.peers.filter(peer => world.isUp(peer));
		elect(sim, group, successor(sim, group, undefined) ?? random.pick(up));
	});
}

function elect({world, scheduler, emit}: Sim, group: SimGroup, leader: string): void {
	const at = scheduler.now();
	world.setLeader(group, leader, at);
	const followers = followersOf(world, group, at);
	emit({type: 'leader-elected', at, group: group.identity, leader, followers});
}

/** Go keeps a small map in one bucket of eight, and begins to walk it at a random place. */
const bucket = 8;

/**
 * The first healthy follower in the order of the server's map. The peers have fixed places in it: of two followers the
 * same one follows in 7 of 8 cases (or 6 of 8). Undefined when no follower is healthy.
 */
function successor(
	{world, random, scheduler}: Sim,
	group: SimGroup,
	previous: string | undefined,
): string | undefined {
	const begin = random.below(bucket);
	for (let step = 0; step < bucket; step++) {
		const peer = group.peers[(begin + step) % bucket];
		// A server about to stop still follows, but is not made leader.
		if (
			peer !== undefined &&
			peer !== previous &&
			world.servers.get(peer)?.state === 'online' &&
			world.lagOf(group, peer, scheduler.now()) === 0
		) {
			return peer;
		}
	}

	return undefined;
}

/**
 * After how many ms a step-down is answered and the next leader elected: as measured on nats-server 2.15, and on 2.9 and
 * 2.10, which first wait for the other peers.
 */
export function transferTime(version: string, random: Random) {
	return supports(version, 'directedStepDown')
		? {answeredMs: random.whole(10, 18), electedMs: random.whole(20, 35)}
		: {answeredMs: random.whole(249, 253), electedMs: random.whole(258, 272)};
}

/** The meta group elects one of the servers that are up: the preferred one, else another than the last leader. */
export function electMetaLeader(sim: Sim, preferred?: string): void {
	const {world, random, scheduler, emit} = sim;
	const previous = world.metaLeader;
	world.metaLeader = undefined;
	scheduler.after(random.whole(20, 35), () => {
		const able = [...world.servers.values()].filter(({state}) => state === 'online');
		const next =
			able.find(({name}) => name === preferred) ??
			able.find(({name}) => name !== previous) ??
			able[0];
		if (next) {
			world.metaLeader = next.name;
			const {name: leader, cluster} = next;
			emit({type: 'meta-leader-changed', at: scheduler.now(), cluster, domain: undefined, leader});
		}
	});
}
