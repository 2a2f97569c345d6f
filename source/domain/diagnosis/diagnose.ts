import {rescueText, type MetaGroup} from '../meta-group.ts';
import {offlineTexts, type OfflineAsset} from '../offline-asset.ts';
import {stateConditions, stateLastsMs, type Server, type ServerState} from '../server.ts';
import {formatDuration} from '../time.ts';
import {counted, shortList} from '../words.ts';
import {unevenWords} from './uneven-cause.ts';
import {unevenCauses, type UnevenEvidence} from './uneven-causes.ts';

/** One cluster, with all that may explain how it is. */
export type Diagnosed = Omit<ClusterHealth, 'servers'> &
	Omit<UnevenEvidence, 'replicas'> & {
		/** Undefined while the groups have not been read: then nothing is said about how even it is. */
		readonly replicas: UnevenEvidence['replicas'] | undefined;
	};

/**
 * Why a cluster is as it is, one sentence each: what is wrong first, the worst of it in front, then why leaders are
 * uneven, as far as it was seen. Empty when there is nothing to explain.
 */
export function diagnose(known: Diagnosed): readonly string[] {
	const {distribution, groups, replicas, now} = known;
	const servers = distribution.shares.map(({server}) => server);
	const wrong = troubles({...known, servers});
	if (!replicas) {
		return wrong;
	}

	const evidence = {...known, replicas};
	return [
		...wrong,
		...unevenWords(unevenCauses(evidence), {
			now,
			leaders: distribution.leaders,
			groups,
		}),
	];
}

/** One cluster as far as it may be in trouble. */
type ClusterHealth = {
	/** Epoch in ms. */
	readonly now: number;
	readonly servers: readonly Server[];
	/** Replicated groups, leaderless ones included. */
	readonly groups: number;
	readonly leaderless: number;
	/** Since when the first of them has had no leader, epoch in ms, where that was seen. */
	readonly leaderlessSince: number | undefined;
	/** Leader of the meta group that the cluster takes part in; undefined while there is none. */
	readonly metaGroupLeader: string | undefined;
	/** That group as it was reported last. */
	readonly metaGroup: MetaGroup | undefined;
	/** Streams and consumers of its domain that no server runs. */
	readonly offlineAssets: readonly OfflineAsset[];
	/** Groups that a server is to have no replica of any more, by server. */
	readonly leaving: ReadonlyMap<string, number>;
	/** Servers that are away by a restart that is followed. */
	readonly expected: ReadonlySet<string>;
	/** Whether the leader of the meta group can be known: one account alone cannot see it. */
	readonly seesMeta: boolean;
};

/** What is wrong, one line each, the worst first; servers in the same state share a line. Empty when nothing is. */
function troubles(health: ClusterHealth): readonly string[] {
	const {now, expected} = health;
	const rescue = rescueText(health.metaGroup);
	const servers = health.servers.filter(({state}) => state !== 'online');
	return [
		...noMetaLeader(health),
		...(rescue === undefined ? [] : [rescue]),
		...leaderlessGroups(health),
		...offlineTexts(health.offlineAssets),
		...[false, true].flatMap(isExpected =>
			troubledStates.flatMap(state => {
				const troubled = servers.filter(
					server => server.state === state && expected.has(server.name) === isExpected,
				);
				const suffix = isExpected ? ', as expected' : '';
				return troubled.length === 0
					? []
					: [sentence(troubled, stateConditions[state], now) + suffix];
			}),
		),
		...leavingServers(health),
	];
}

/** `n2 not responding (4s)`; of several servers the longest time, and none where one was so before it was first seen. */
function sentence(servers: readonly Server[], words: string, now: number): string {
	const longest = Math.max(...servers.map(server => stateLastsMs(server, now) ?? Infinity));
	const age = longest === Infinity ? '' : ` (${formatDuration(longest)})`;
	return `${shortList(servers.map(({name}) => name))} ${words}${age}`;
}

const troubledStates: readonly ServerState[] = ['offline', 'silent', 'recovering', 'lame-duck'];

function noMetaLeader({metaGroupLeader, groups, servers, seesMeta}: ClusterHealth): string[] {
	return seesMeta && metaGroupLeader === undefined && groups > 0 && servers.length > 1
		? ['no meta leader: streams and consumers cannot be created or moved']
		: [];
}

/** An evacuation, or a stream that is moved: no server says which. */
function leavingServers({servers, leaving}: ClusterHealth): string[] {
	return servers.flatMap(({name}) => {
		const count = leaving.get(name) ?? 0;
		return count === 0 ? [] : [`${name} is leaving ${counted(count, 'group')}`];
	});
}

function leaderlessGroups({leaderless, leaderlessSince, now}: ClusterHealth): string[] {
	if (leaderless === 0) {
		return [];
	}

	const age = leaderlessSince === undefined ? '' : ` (${formatDuration(now - leaderlessSince)})`;
	return [`${counted(leaderless, 'group')} without a leader${age}`];
}
