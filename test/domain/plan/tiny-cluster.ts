import type {ClusterPicture} from '../../../source/domain/cluster-picture.ts';
import type {PlanOptions} from '../../../source/domain/plan/plan-options.ts';
import {aFollower, aGroup, aServer, pictureOf, start} from '../../support/build.ts';
import {seededRandom, type Random} from '../../support/random.ts';
import {serverNames} from './cluster-families.ts';

export type Tiny = {readonly picture: ClusterPicture; readonly options: PlanOptions};

/** A cluster of 2 to 5 servers and up to 9 groups in which anything may be wrong, and something to do with it. */
export function tinyCluster(seed: number): Tiny {
	const random = seededRandom(seed);
	const names = serverNames(2 + random.below(4));
	// Every third cluster is healthy: then the replica sets alone decide.
	const trouble = random.below(3) === 0 ? 0 : 0.12;
	const favourite = random.pick(names);
	const groups = Array.from({length: 1 + random.below(9)}, (_, index) => {
		const peers = random.sample(names, random.chance(0.1) ? 1 : 2 + random.below(2));
		const leader = peers.includes(favourite) && random.chance(0.6) ? favourite : random.pick(peers);
		return aGroup({
			stream: `S${index}`,
			consumer: random.chance(0.5) ? 'C' : undefined,
			account: random.chance(0.8) ? 'SHOP' : 'PAY',
			leader: peers.length > 1 && random.chance(trouble / 2) ? undefined : leader,
			followers: peers
				.filter(peer => peer !== leader)
				.map(peer =>
					aFollower(peer, {
						online: !random.chance(trouble),
						current: !random.chance(trouble),
						lag: random.chance(trouble) ? 3 : 0,
					}),
				),
		});
	});
	const servers = names.map(name =>
		aServer(name, {
			state: random.chance(trouble)
				? random.pick(['lame-duck', 'silent', 'offline', 'recovering'] as const)
				: 'online',
			rejoinedAt: random.chance(trouble) ? start - random.pick([1000, 60_000]) : undefined,
		}),
	);
	return {picture: pictureOf(servers, groups), options: tinyOptions(names, random)};
}

function tinyOptions(names: readonly string[], random: Random): PlanOptions {
	return {
		cluster: 'east',
		goal: random.pick(['streams-then-total', 'total', 'streams', 'consumers'] as const),
		tolerance: random.chance(0.25) ? random.pick([0.1, 0.3, 0.6]) : 0,
		drain: random.chance(0.3) ? random.sample(names, 1) : [],
		cordon: random.chance(0.2) ? random.sample(names, 1) : [],
		rest: random.chance(0.5) ? {now: start, restMs: 30_000} : undefined,
		scope: {accounts: random.chance(0.2) ? ['SHOP'] : undefined},
	};
}
