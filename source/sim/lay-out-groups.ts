import {groupKey, type GroupIdentity} from '../domain/raft-group.ts';
import {consumerName, streamName} from './names.ts';
import type {Random} from './random.ts';
import type {Plot, Scenario} from './scenario.ts';
import type {SimGroup} from './sim-world.ts';
import type {Traffic} from './traffic.ts';

export type Layout = {
	readonly cluster: string;
	readonly servers: readonly string[];
	readonly accounts: readonly string[];
	readonly streams: number;
	readonly consumersPerStream: number;
	/** Epoch in ms. */
	readonly now: number;
};

const dayMs = 86_400_000;
/** Share of groups that have one replica. */
const pinnedShare = 0.06;
/** Share of replicated groups of which one copy stays behind. */
const laggingShare = 0.01;

/** The streams and consumers of a scenario, dealt out to the accounts in turn. */
export function layOutGroups(scenario: Scenario, layout: Layout, random: Random): SimGroup[] {
	const leaders = new Map<string, number>();
	const plot: Plot = {servers: layout.servers, leaders, random};
	const groups: SimGroup[] = [];

	function settle(identity: GroupIdentity, peers: readonly string[], perSecond: number): SimGroup {
		const leader = scenario.leaderOfNext(plot, peers);
		const pinned = peers.length === 1 || random.chance(pinnedShare);
		const group = settledGroup(layout, random, identity, {
			peers: pinned ? [leader] : peers,
			leader,
			perSecond,
		});
		groups.push(group);
		if (!pinned) {
			leaders.set(leader, (leaders.get(leader) ?? 0) + 1);
		}

		return group;
	}

	for (let index = 0; index < layout.streams; index++) {
		const accountId = layout.accounts[index % layout.accounts.length] ?? '';
		const stream = {domain: undefined, accountId, stream: streamName(index)};
		const perSecond = 10 ** random.between(0.3, 3.6);
		const {peers} = settle(
			{...stream, kind: 'stream', consumer: undefined},
			scenario.peersOfNext(plot),
			perSecond,
		);
		for (let number = 0; number < layout.consumersPerStream; number++) {
			const consumer = consumerName(number);
			settle({...stream, kind: 'consumer', consumer}, peers, perSecond * random.between(0.1, 1));
		}
	}

	return groups;
}

function settledGroup(
	{cluster, now}: Layout,
	random: Random,
	identity: GroupIdentity,
	{
		peers,
		leader,
		perSecond,
	}: {readonly peers: readonly string[]; readonly leader: string; readonly perSecond: number},
): SimGroup {
	const others = peers.filter(peer => peer !== leader);
	const lags = others.length > 0 && random.chance(laggingShare);
	return {
		key: groupKey(identity),
		identity,
		account: identity.accountId,
		cluster,
		peers,
		traffic: trafficOf(perSecond, random),
		bornAt: now - random.whole(dayMs, 9 * dayMs),
		bytesPerMessage: Math.round(10 ** random.between(1.8, 3.8)),
		laggard: lags ? random.pick(others) : undefined,
		leader,
		leaderSince: now - random.whole(0, dayMs),
		term: 1,
	};
}

function trafficOf(perSecond: number, random: Random): Traffic {
	return {
		perSecond,
		swing: random.between(0.1, 0.7),
		periodMs: random.between(20_000, 120_000),
		phase: random.between(0, 1),
	};
}
