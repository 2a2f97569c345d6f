import type {ClusterPicture} from '../../source/domain/cluster-picture.ts';
import {isHealthy} from '../../source/domain/fitness.ts';
import type {GroupKey, RaftGroup} from '../../source/domain/raft-group.ts';
import type {Random} from '../../test/support/random.ts';

/** Where every group ended, and how many step-downs that took. */
export type Balanced = {
	readonly leaders: ReadonlyMap<GroupKey, string>;
	readonly stepDowns: number;
};

/**
 * The balancing of the `nats` CLI as balancing.md describes it: account by account, the streams as one set and the consumers
 * of each stream as another; from each server with more than ceil(average + 0.5) of a set random groups go to the peer that
 * leads the fewest of the set, healthy or not; the server's turn ends with the first group that has no such peer.
 */
export function cliBalance(picture: ClusterPicture, random: Random, passes: number): Balanced {
	let groups = [...picture.groups.values()];
	let stepDowns = 0;
	for (let pass = 0; pass < passes; pass++) {
		const done = cliPass(groups, random);
		stepDowns += done.stepDowns;
		if (done.stepDowns === 0) {
			break;
		}

		groups = groups.map(group => ledBy(group, done.leaders.get(group.key) ?? ''));
	}

	return {leaders: leadersOf(groups), stepDowns};
}

function cliPass(groups: readonly RaftGroup[], random: Random): Balanced {
	const leaders = leadersOf(groups);
	let stepDowns = 0;
	for (const set of sets(groups)) {
		const led = new Map<string, RaftGroup[]>();
		for (const group of set) {
			for (const peer of [group.leader ?? '', ...group.followers.map(({server}) => server)]) {
				led.set(peer, led.get(peer) ?? []);
			}

			led.get(group.leader ?? '')?.push(group);
		}

		const target = Math.ceil(set.length / led.size + 0.5);
		for (const [server, own] of led) {
			for (let excess = own.length - target; excess > 0; excess--) {
				const group = random.pick(own);
				const [taker] = group.followers
					.map(follower => ({...follower, load: led.get(follower.server)?.length ?? 0}))
					.filter(({load}) => load < target)
					.sort((a, b) => a.load - b.load);
				if (!taker || group.leader !== server) {
					break;
				}

				// The server takes the wish for one: when the wanted peer is not healthy, another one wins.
				const winner = [taker, ...group.followers].find(follower => isHealthy(follower, group));
				stepDowns++;
				if (winner) {
					own.splice(own.indexOf(group), 1);
					leaders.set(group.key, winner.server);
					led.get(winner.server)?.push({...group, leader: winner.server});
				}
			}
		}
	}

	return {leaders, stepDowns};
}

/** The simple way: each group goes to the emptiest of its healthy followers while that leads at least two less, until none does. */
export function greedyBalance({groups, servers}: ClusterPicture): Balanced {
	const leaders = leadersOf(groups.values());
	const loads = new Map([...servers.keys()].map(name => [name, 0]));
	for (const leader of leaders.values()) {
		loads.set(leader, (loads.get(leader) ?? 0) + 1);
	}

	for (let moved = true; moved;) {
		moved = false;
		for (const group of groups.values()) {
			const leader = leaders.get(group.key) ?? '';
			let best = leader;
			for (const {server, online, current, lag} of [
				...group.followers,
				{server: group.leader ?? '', online: true, current: true, lag: 0},
			]) {
				if (
					isHealthy({server, online, current, lag}, group) &&
					at(loads, server) < at(loads, best)
				) {
					best = server;
				}
			}

			if (at(loads, leader) - at(loads, best) >= 2) {
				loads.set(leader, at(loads, leader) - 1);
				loads.set(best, at(loads, best) + 1);
				leaders.set(group.key, best);
				moved = true;
			}
		}
	}

	const stepDowns = [...groups.values()].filter(
		({key, leader}) => leaders.get(key) !== leader,
	).length;
	return {leaders, stepDowns};
}

function ledBy(group: RaftGroup, leader: string): RaftGroup {
	const former = {server: group.leader ?? '', current: true, lag: 0, online: true};
	return leader === group.leader
		? group
		: {
				...group,
				leader,
				followers: [former, ...group.followers.filter(({server}) => server !== leader)],
			};
}

function leadersOf(groups: Iterable<RaftGroup>): Map<GroupKey, string> {
	return new Map([...groups].map(({key, leader = ''}) => [key, leader]));
}

function sets(groups: Iterable<RaftGroup>): Iterable<RaftGroup[]> {
	const sets = new Map<string, RaftGroup[]>();
	for (const group of groups) {
		const name = [group.accountId, group.kind === 'stream' ? '' : group.stream].join('\n');
		const set = sets.get(name);
		if (set) {
			set.push(group);
		} else {
			sets.set(name, [group]);
		}
	}

	return sets.values();
}

function at(loads: ReadonlyMap<string, number>, server: string): number {
	return loads.get(server) ?? 0;
}
