import type {ClusterSummary} from '../cluster-summary.ts';
import {healthOf} from '../fitness.ts';
import type {MetaGroup} from '../meta-group.ts';
import type {OfflineAsset} from '../offline-asset.ts';
import {groupName, type RaftGroup} from '../raft-group.ts';

/** The parts of a check. */
export type CheckItem =
	'view' | 'servers' | 'meta' | 'leaderless' | 'offline' | 'lagging' | 'distribution' | 'stop';

/** One thing that was checked, and how it is. */
export type Finding = {
	readonly item: CheckItem;
	readonly status: CheckStatus;
	/** Undefined where it is about all clusters. */
	readonly cluster: string | undefined;
	/** For the operator, with names as they came from the network. */
	readonly text: string;
};

/** When a check is content. */
export type CheckRules = {
	/** Servers with JetStream up. */
	readonly expect: number | undefined;
	/** Times the average above which, strictly, the fullest server is a warning. */
	readonly warnRatio: number;
	/** Undefined: no skew is critical. */
	readonly criticalRatio: number | undefined;
	/** The one server that is asked about, instead of all that is usually checked. */
	readonly okToStop: string | undefined;
};

/** What was seen of everything that is to be checked. */
export type CheckedView = {
	/** In words why nothing that is known is about now; undefined while the connection stands. */
	readonly lost: string | undefined;
	/** Whether all accounts and the meta group are in sight. */
	readonly seesAll: boolean;
	/** Servers whose inventory has not been seen. */
	readonly missing: readonly string[];
	/** Servers that came back, and whose replicas not all leaders have reported since. */
	readonly unseen: readonly string[];
	/** Replies that could not be read. */
	readonly unreadable: number;
	/** Streams and consumers that exist and that no server runs. */
	readonly offlineAssets: readonly OfflineAsset[];
	readonly clusters: readonly CheckedCluster[];
};

export type CheckedCluster = {
	readonly summary: ClusterSummary;
	readonly behind: GroupsBehind;
	/** Who leads the meta group that the cluster takes part in, wherever that server is. */
	readonly metaGroupLeader: string | undefined;
	/** Undefined where it has not been reported. */
	readonly metaGroup: MetaGroup | undefined;
};

/** How a check ends, in the words of monitoring plugins. */
export type CheckStatus = 'OK' | 'WARNING' | 'CRITICAL' | 'UNKNOWN';

/** Exit codes of monitoring plugins, and of `nats server check`. */
export const checkCodes: Readonly<Record<CheckStatus, number>> = {
	OK: 0,
	WARNING: 1,
	CRITICAL: 2,
	UNKNOWN: 3,
};

/** What is seen to be broken stays so, whatever else is not known; what is not known may be worse than a warning. */
const worstFirst: readonly CheckStatus[] = ['CRITICAL', 'UNKNOWN', 'WARNING', 'OK'];

/** The status of several as one; where nothing was checked, nothing is known. */
export function worstOf(findings: readonly {readonly status: CheckStatus}[]): CheckStatus {
	const found = new Set(findings.map(({status}) => status));
	return worstFirst.find(status => found.has(status)) ?? 'UNKNOWN';
}

/** Groups with a leader that could stand its loss less well than they should. */
export type GroupsBehind = {
	/** A follower is behind or not heard, another one could take over. */
	readonly lagging: number;
	/** No follower could take over. */
	readonly stranded: number;
	/** Some of them by name, the stranded ones first. */
	readonly examples: readonly string[];
};

const namedGroups = 3;

/** One pass over the groups, which are those of one cluster. */
export function groupsBehind(groups: Iterable<RaftGroup>): GroupsBehind {
	let lagging = 0;
	let stranded = 0;
	const examples: {readonly lagging: string[]; readonly stranded: string[]} = {
		lagging: [],
		stranded: [],
	};
	for (const group of groups) {
		const health = healthOf(group);
		const kind =
			health === 'no-healthy-follower'
				? 'stranded'
				: health === 'lagging' || health === 'offline-follower'
					? 'lagging'
					: undefined;
		if (kind === undefined) {
			continue;
		}

		lagging += kind === 'lagging' ? 1 : 0;
		stranded += kind === 'stranded' ? 1 : 0;
		if (examples[kind].length < namedGroups) {
			examples[kind].push(groupName(group));
		}
	}

	return {
		lagging,
		stranded,
		examples: [...examples.stranded, ...examples.lagging].slice(0, namedGroups),
	};
}
