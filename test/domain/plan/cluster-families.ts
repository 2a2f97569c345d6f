import type {ClusterPicture} from '../../../source/domain/cluster-picture.ts';
import type {RaftGroup} from '../../../source/domain/raft-group.ts';
import {aFollower, aGroup, aServer, pictureOf} from '../../support/build.ts';
import type {Random} from '../../support/random.ts';

/** The ways in which real clusters get uneven. */
export type Family =
	'restarted server' | 'rolling upgrade' | 'new empty server' | 'constrained' | 'one server down';

export const families: readonly Family[] = [
	'restarted server',
	'rolling upgrade',
	'new empty server',
	'constrained',
	'one server down',
];

/** A cluster of that kind with about so many groups, about a third of them streams, in four accounts. */
export function clusterOf(family: Family, size: number, random: Random): ClusterPicture {
	return makers[family](size, random);
}

/** Names n1 to n<count>. */
export function serverNames(count: number): string[] {
	return Array.from({length: count}, (_, index) => `n${index + 1}`);
}

/** Replica sets and leaders as `assign` gives them; followers on `down` are offline. */
export function cluster(
	names: readonly string[],
	size: number,
	random: Random,
	assign: (index: number) => {readonly peers: readonly string[]; readonly leader: string},
	down: readonly string[] = [],
): ClusterPicture {
	const groups: RaftGroup[] = [];
	let streams = 0;
	let consumersLeft = 0;
	for (let index = 0; index < size; index++) {
		const {peers, leader} = assign(index);
		const isStream = consumersLeft === 0;
		if (isStream) {
			streams++;
			// Most streams have few consumers, some up to eleven; two on average.
			consumersLeft = 1 + Math.floor(12 * random.next() ** 4);
		}

		consumersLeft--;
		groups.push(
			aGroup({
				stream: `S${streams}`,
				consumer: isStream ? undefined : `C${index}`,
				account: `A${streams % 4}`,
				leader,
				messagesPerSecond: Math.floor(1000 * random.next() ** 6),
				followers: peers
					.filter(peer => peer !== leader)
					.map(peer => aFollower(peer, down.includes(peer) ? {online: false, current: false} : {})),
			}),
		);
	}

	return pictureOf(
		names.map(name => aServer(name, down.includes(name) ? {state: 'offline'} : {})),
		groups,
	);
}

const makers: Readonly<Record<Family, (size: number, random: Random) => ClusterPicture>> = {
	'restarted server'(size, random) {
		const names = serverNames(3);
		const share = 0.35 + 0.3 * random.next();
		return cluster(names, size, random, () => ({
			peers: names,
			leader: random.chance(share) ? 'n1' : 'n2',
		}));
	},

	// Each restart hands the leaders of one server to the others: the last one is left with few.
	'rolling upgrade'(size, random) {
		const names = serverNames(3);
		const leaders = Array.from({length: size}, () => random.pick(names));
		for (const restarted of names) {
			const others = names.filter(name => name !== restarted);
			const share = 0.3 + 0.4 * random.next();
			for (const [index, leader] of leaders.entries()) {
				if (leader === restarted) {
					leaders[index] = others[random.chance(share) ? 0 : 1] ?? restarted;
				}
			}
		}

		return cluster(names, size, random, index => ({peers: names, leader: leaders[index] ?? 'n1'}));
	},

	// Groups made before it joined do not know it.
	'new empty server'(size, random) {
		const names = serverNames(4);
		const old = names.slice(0, 3);
		const share = 0.1 + 0.4 * random.next();
		return cluster(names, size, random, () => {
			const leader = random.pick(old);
			const third = random.pick(old.filter(name => name !== leader));
			return {peers: random.chance(share) ? [leader, third, 'n4'] : old, leader};
		});
	},

	constrained(size, random) {
		const names = serverNames(5 + random.below(5));
		// Peers sit near each other on the ring, leaders where the ring begins.
		return cluster(names, size, random, () => {
			const first = random.below(names.length);
			const reach = random.chance(0.7) ? 3 : 4;
			const peers = random.sample(
				Array.from({length: reach}, (_, step) => names[(first + step) % names.length] ?? 'n1'),
				random.chance(0.1) ? 2 : 3,
			);
			return {peers, leader: [...peers].sort()[random.chance(0.8) ? 0 : 1] ?? 'n1'};
		});
	},

	'one server down'(size, random) {
		const names = serverNames(random.chance(0.5) ? 3 : 5);
		const up = names.slice(0, -1);
		const down = names.slice(-1);
		const weights = up.map(() => 0.3 + random.next());
		return cluster(
			names,
			size,
			random,
			() => {
				const peers = random.sample(names, 3);
				const candidates = peers.filter(peer => up.includes(peer));
				const heaviest = candidates.reduce((best, peer) =>
					(weights[up.indexOf(peer)] ?? 0) * random.next() >
					(weights[up.indexOf(best)] ?? 0) * random.next()
						? peer
						: best,
				);
				return {peers, leader: heaviest};
			},
			down,
		);
	},
};
