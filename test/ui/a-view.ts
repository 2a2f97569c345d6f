import type {RaftGroup} from '../../source/domain/raft-group.ts';
import type {Server} from '../../source/domain/server.ts';
import type {ClusterFacts, ClusterView} from '../../source/state/cluster-view.ts';
import {ElectionRecord} from '../../source/state/election-record.ts';
import {byName} from '../../source/state/group-order.ts';
import {pictureOf, start} from '../support/build.ts';

export type ViewTraits = Partial<Omit<ClusterView, 'trend'>> & {
	readonly trends?: Readonly<Record<string, readonly number[]>>;
};

/** What is known of a cluster at `start`: counts and led groups follow from the groups. */
export function aView(
	servers: readonly (string | Server)[],
	groups: readonly RaftGroup[],
	{trends = {}, ...traits}: ViewTraits = {},
): ClusterView {
	const picture = pictureOf(servers, groups);
	const led = new Map<string, Set<string>>();
	const counts = new Map<string, {streams: number; consumers: number; r1: number}>();
	for (const {key, leader, replicas, kind} of groups) {
		if (leader !== undefined) {
			const keys = led.get(leader) ?? new Set();
			led.set(leader, keys.add(key));
			const count = counts.get(leader) ?? {streams: 0, consumers: 0, r1: 0};
			counts.set(leader, count);
			count[replicas === 1 ? 'r1' : kind === 'stream' ? 'streams' : 'consumers']++;
		}
	}

	return {
		...picture,
		revision: 1,
		groupsRevision: traits.revision ?? 1,
		planRevision: 1,
		now: start,
		connection: {state: 'connected', at: start, detail: undefined},
		offlineAssets: [],
		leaving: new Map(),
		counts,
		accountAmbiguity: () => undefined,
		byName: () => [...picture.groups.values()].sort(byName),
		ledBy: server => [...(led.get(server) ?? [])].flatMap(key => picture.groups.get(key) ?? []),
		ledRevision: () => 1,
		clusters: clustersOf([...picture.servers.values()], groups),
		elections: [],
		electionCount: traits.elections?.length ?? 0,
		electionTotals: new ElectionRecord().totals,
		electionSummary: new ElectionRecord().summary(new Map(), start),
		baseline: undefined,
		trend: server => trends[server] ?? [],
		sampledAt: sampledEachSecond(Math.max(0, ...Object.values(trends).map(trend => trend.length))),
		restartOf: () => undefined,
		lagsOf: () => [],
		unseen: new Set(),
		behind: () => 0,
		rejected: [],
		rejectedCount: 0,
		...traits,
	};
}

/** The last time is `start`. */
function sampledEachSecond(count: number): number[] {
	return Array.from({length: count}, (_, index) => start - (count - 1 - index) * 1000);
}

function clustersOf(
	servers: readonly Server[],
	groups: readonly RaftGroup[],
): ReadonlyMap<string, ClusterFacts> {
	const names = [...new Set(servers.map(({cluster}) => cluster))].sort();
	return new Map(
		names.map(name => {
			const replicated = groups.filter(group => group.cluster === name && group.replicas > 1);
			const leaderless = replicated.filter(({leader}) => leader === undefined).length;
			const metaLeader = servers.find(({cluster}) => cluster === name)?.name;
			return [
				name,
				{
					name,
					jetStream: servers.some(
						({cluster, state}) => cluster === name && state !== 'no-jetstream',
					),
					metaLeader,
					metaGroupLeader: metaLeader,
					metaGroupCluster: metaLeader === undefined ? undefined : name,
					groups: replicated.length,
					leaderless,
				},
			];
		}),
	);
}
