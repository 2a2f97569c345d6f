import {
	type CheckedCluster,
	type CheckedView,
	type CheckRules,
	groupsBehind,
} from '../../source/domain/check/check.ts';
import {distributionOf, type LeaderCounts} from '../../source/domain/distribution.ts';
import {bestReachable} from '../../source/domain/plan/plan-balance.ts';
import type {RaftGroup} from '../../source/domain/raft-group.ts';
import type {Server} from '../../source/domain/server.ts';
import {stopVerdicts} from '../../source/domain/stop-verdict.ts';
import {pictureOf, type TestPicture} from './build.ts';

export const plainRules: CheckRules = {
	expect: undefined,
	warnRatio: 1.5,
	criticalRatio: undefined,
	okToStop: undefined,
};

/** A cluster of these servers and groups as a check sees it. */
export function checkedCluster(
	servers: readonly (string | Server)[],
	groups: readonly RaftGroup[],
	overrides: Partial<TestPicture> = {},
): CheckedCluster {
	const picture = pictureOf(servers, groups, overrides);
	const cluster = [...picture.servers.values()][0]?.cluster ?? 'east';
	const counts = new Map<string, LeaderCounts>();
	for (const {leader, replicas, kind} of groups) {
		if (leader !== undefined) {
			const {streams, consumers, r1} = counts.get(leader) ?? {streams: 0, consumers: 0, r1: 0};
			const isR1 = replicas === 1;
			counts.set(leader, {
				streams: streams + (!isR1 && kind === 'stream' ? 1 : 0),
				consumers: consumers + (!isR1 && kind === 'consumer' ? 1 : 0),
				r1: r1 + (isR1 ? 1 : 0),
			});
		}
	}

	const metaGroup = [...picture.metaGroups.values()][0];
	return {
		summary: {
			jetStream: [...picture.servers.values()].some(({state}) => state !== 'no-jetstream'),
			distribution: distributionOf(cluster, [...picture.servers.values()], counts),
			metaLeader: metaGroup?.leader,
			metaGroupLeader: metaGroup?.leader,
			metaGroupCluster: metaGroup && cluster,
			groups: groups.filter(({replicas}) => replicas > 1).length,
			leaderless: picture.leaderless.size,
			best: bestReachable(picture, {cluster}),
			why: [],
			verdicts: stopVerdicts(picture),
		},
		behind: groupsBehind(groups),
		metaGroupLeader: metaGroup?.leader,
		metaGroup,
	};
}

export function checkedView(
	clusters: readonly CheckedCluster[],
	overrides: Partial<CheckedView> = {},
): CheckedView {
	return {
		lost: undefined,
		seesAll: true,
		missing: [],
		offlineAssets: [],
		unseen: [],
		unreadable: 0,
		clusters,
		...overrides,
	};
}
