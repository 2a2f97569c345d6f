import {followersOf} from './describe-group.ts';
import type {Sim} from './sim.ts';
import type {SimGroup} from './sim-world.ts';
import {successor} from './successor.ts';

/** Followers that miss their leader wait this long before they stand for election, in ms. */
const electionTimeoutMs = {shortest: 4000, longest: 9000};

/**
 * A group's leadership ends now, and the next begins after `delayMs`.
 * @param wanted the server that is made leader if it is up by then
 */
export function handOver(sim: Sim, group: SimGroup, delayMs: number, wanted?: string): void {
	const {world, random, scheduler} = sim;
	const previous = group.leader;
	world.setLeader(group, undefined, scheduler.now());
	const {term} = group;
	scheduler.after(delayMs, () => {
		if (group.term !== term) {
			return;
		}

		const next =
			wanted !== undefined && world.isUp(wanted)
				? wanted
				: successor(world, group, previous, random, scheduler.now());
		if (next !== undefined && world.hasQuorum(group)) {
			elect(sim, group, next);
		} else {
			electAfterTimeout(sim, group);
		}
	});
}

/** The followers notice by themselves that nobody leads, and elect one of those who are up; without a quorum nobody. */
export function electAfterTimeout(sim: Sim, group: SimGroup): void {
	const {world, random, scheduler} = sim;
	const {term} = group;
	const {shortest, longest} = electionTimeoutMs;
	scheduler.after(random.whole(shortest, longest), () => {
		if (group.term !== term || !world.hasQuorum(group)) {
			return;
		}

		const up = group.peers.filter(peer => world.isUp(peer));
		elect(
			sim,
			group,
			successor(world, group, undefined, random, scheduler.now()) ?? random.pick(up),
		);
	});
}

function elect({world, scheduler, emit}: Sim, group: SimGroup, leader: string): void {
	const at = scheduler.now();
	world.setLeader(group, leader, at);
	const followers = followersOf(world, group, at);
	emit({type: 'leader-elected', at, group: group.identity, leader, followers});
}
