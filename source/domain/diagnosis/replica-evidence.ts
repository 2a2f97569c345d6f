import type {ClusterPicture} from '../cluster-picture.ts';
import {isHealthy} from '../fitness.ts';
import {isPinned, type RaftGroup} from '../raft-group.ts';
import {hasJetStream, type Server} from '../server.ts';

/** Facts about the replicated groups of one server that may explain how many it leads. */
export type ReplicaEvidence = {
	/** Groups with a replica on it, those that it leads included. */
	readonly hosted: number;
	/** Groups of others that have had their leader since before it started. */
	readonly older: number;
	/** The same, and those that elected while it was starting: it could win none of all these. */
	readonly missed: number;
	/** Groups of others that have elected since: it could have won them. */
	readonly open: number;
	/** Groups that it has led since before the last of the other servers had started. */
	readonly kept: number;
	/** Groups that it has come to lead after that. */
	readonly won: number;
	/** Groups that it leads of which no follower could take over now. */
	readonly stuck: number;
	/** Groups in which its replica is behind or not heard. */
	readonly behind: number;
};

export const noEvidence: ReplicaEvidence = {
	hosted: 0,
	older: 0,
	missed: 0,
	open: 0,
	kept: 0,
	won: 0,
	stuck: 0,
	behind: 0,
};

/** After its start a server recovers before it takes part in elections: as long as this, in ms, and on busy servers longer. */
const startingMs = 15_000;

type Draft = {-readonly [Figure in keyof ReplicaEvidence]: number} & {
	readonly startedAt: number | undefined;
	/** When the last of the other servers of its cluster had started. */
	readonly othersStartedAt: number | undefined;
};

/** Looks at all groups once: O(groups x replicas). By server name. */
export function replicaEvidence({
	servers,
	groups,
}: Pick<ClusterPicture, 'servers' | 'groups'>): ReadonlyMap<string, ReplicaEvidence> {
	const drafts = new Map(
		Array.from(servers.values(), (server): [string, Draft] => [
			server.name,
			{
				...noEvidence,
				startedAt: server.startedAt,
				othersStartedAt: lastStartOfOthers(server, servers),
			},
		]),
	);
	const up = new Set(
		[...servers.values()].flatMap(({name, state}) => (hasJetStream[state] ? [name] : [])),
	);
	for (const group of groups.values()) {
		if (!isPinned(group)) {
			noteLeader(group, drafts, up);
			noteFollowers(group, drafts, up);
		}
	}

	return drafts;
}

function lastStartOfOthers(
	{name, cluster}: Server,
	servers: ReadonlyMap<string, Server>,
): number | undefined {
	const starts = [...servers.values()]
		.filter(other => other.cluster === cluster && other.name !== name && hasJetStream[other.state])
		.map(({startedAt}) => startedAt)
		.filter(at => at !== undefined);
	return starts.length === 0 ? undefined : Math.max(...starts);
}

function noteLeader(
	group: RaftGroup,
	drafts: ReadonlyMap<string, Draft>,
	up: ReadonlySet<string>,
): void {
	const draft = group.leader === undefined ? undefined : drafts.get(group.leader);
	if (!draft) {
		return;
	}

	draft.hosted++;
	if (!group.followers.some(follower => up.has(follower.server) && isHealthy(follower, group))) {
		draft.stuck++;
	}

	const {leaderSince} = group;
	if (leaderSince !== undefined && draft.othersStartedAt !== undefined) {
		draft[leaderSince < draft.othersStartedAt + startingMs ? 'kept' : 'won']++;
	}
}

function noteFollowers(
	group: RaftGroup,
	drafts: ReadonlyMap<string, Draft>,
	up: ReadonlySet<string>,
): void {
	const {leader, leaderSince} = group;
	for (const follower of group.followers) {
		const draft = drafts.get(follower.server);
		if (!draft) {
			continue;
		}

		draft.hosted++;
		draft.behind += up.has(follower.server) && isHealthy(follower, group) ? 0 : 1;
		if (leader !== undefined && leaderSince !== undefined && draft.startedAt !== undefined) {
			draft.older += leaderSince < draft.startedAt ? 1 : 0;
			draft[leaderSince < draft.startedAt + startingMs ? 'missed' : 'open']++;
		}
	}
}
