import type {ClusterPicture} from '../../source/domain/cluster-picture.ts';
import type {MetaGroup} from '../../source/domain/meta-group.ts';
import {groupKey, type Follower, type RaftGroup} from '../../source/domain/raft-group.ts';
import type {Server} from '../../source/domain/server.ts';

/** When the clusters of the tests begin, epoch in ms. */
export const start = Date.UTC(2026, 0, 15, 14, 0, 0);

/** A server of cluster `east` that is online; name whatever matters. */
export function aServer(name: string, overrides: Partial<Server> = {}): Server {
	return {
		name,
		id: `${name}-1`,
		cluster: 'east',
		domain: undefined,
		version: '2.12.4',
		tags: [],
		startedAt: start - 86_400_000,
		state: 'online',
		stateSince: start,
		stats: {
			cpuPercent: 10,
			cores: 4,
			memoryBytes: 200_000_000,
			connections: 20,
			slowConsumers: 0,
			messagesIn: 0,
			messagesOut: 0,
			bytesIn: 0,
			bytesOut: 0,
		},
		messagesPerSecond: undefined,
		traffic: undefined,
		rejoinedAt: undefined,
		...overrides,
	};
}

/** What matters of a group; the rest follows from it. */
export type GroupTraits = Partial<Omit<RaftGroup, 'key' | 'kind' | 'followers' | 'stream'>> & {
	readonly stream: string;
	/** Names stand for healthy followers. */
	readonly followers?: readonly (string | Follower)[];
};

/**
 * A group of account SHOP in cluster `east`: a stream's, or a consumer's when `consumer` is given.
 * Without followers it has one replica; without `leader` nobody leads it.
 */
export function aGroup({followers = [], ...traits}: GroupTraits): RaftGroup {
	const account = traits.account ?? traits.accountId ?? 'SHOP';
	const accountId = traits.accountId ?? account;
	const {domain, stream, consumer} = traits;
	return {
		domain: undefined,
		consumer: undefined,
		cluster: 'east',
		leader: undefined,
		leaderSince: undefined,
		replicas: followers.length + 1,
		messages: undefined,
		bytesPerMessage: undefined,
		messagesPerSecond: undefined,
		...traits,
		kind: consumer === undefined ? 'stream' : 'consumer',
		account,
		accountId,
		key: groupKey({domain, accountId, stream, consumer}),
		followers: followers.map(follower =>
			typeof follower === 'string' ? aFollower(follower) : follower,
		),
	};
}

/** A follower that is heard, current and without lag, unless told otherwise. */
export function aFollower(server: string, overrides: Partial<Follower> = {}): Follower {
	return {server, current: true, lag: 0, online: true, ...overrides};
}

/**
 * As many streams as each server shall lead, every one replicated on all servers named:
 * `groupsLedBy({n1: 12, n2: 4, n3: 0})`. The streams are called S1, S2 and so on.
 */
export function groupsLedBy(
	leaders: Readonly<Record<string, number>>,
	traits: Partial<Omit<GroupTraits, 'stream'>> = {},
): RaftGroup[] {
	const servers = Object.keys(leaders);
	const groups: RaftGroup[] = [];
	for (const [leader, count] of Object.entries(leaders)) {
		const followers = servers.filter(server => server !== leader);
		for (let made = 0; made < count; made++) {
			groups.push(aGroup({stream: `S${groups.length + 1}`, leader, followers, ...traits}));
		}
	}

	return groups;
}

/** Three leaders on each of n1, n2 and n3, where n1 leads all streams: even in total, and uneven in what takes the writes. */
export const streamsOnOne: readonly RaftGroup[] = groupsLedBy({n1: 3, n2: 3, n3: 3}).map(group =>
	group.leader === 'n1' ? group : aGroup({...group, followers: group.followers, consumer: 'all'}),
);

export type TestPicture = ClusterPicture & {
	readonly metaGroups: ReadonlyMap<string | undefined, MetaGroup>;
};

/** The meta group of these servers, which the first of them leads; names stand for followers without a fault. */
export function aMetaGroup(
	[leader, ...followers]: readonly string[],
	overrides: Partial<MetaGroup> = {},
): MetaGroup {
	return {
		leader,
		replicas: followers.length + 1,
		followers: followers.map(name => aFollower(name)),
		...overrides,
	};
}

/** What is known of a cluster with these servers (names stand for servers online) and groups. */
export function pictureOf(
	servers: readonly (string | Server)[],
	groups: readonly RaftGroup[],
	overrides: Partial<TestPicture> = {},
): TestPicture {
	const leaderless = groups.filter(group => group.leader === undefined && group.replicas > 1);
	const built = servers.map(server => (typeof server === 'string' ? aServer(server) : server));
	return {
		servers: new Map(built.map(server => [server.name, server])),
		groups: new Map(groups.map(group => [group.key, group])),
		leaderless: new Map(leaderless.map(group => [group.key, start])),
		missing: [],
		metaGroups: new Map([[undefined, aMetaGroup(built.map(({name}) => name))]]),
		...overrides,
	};
}
