import {formatDuration} from '../format-duration.ts';
import {stateLastsMs, type Server, type ServerState} from '../server.ts';
import {serverNames} from './server-names.ts';

/** One cluster as far as it may be in trouble. */
export type ClusterHealth = {
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
	/** Servers that are away by a restart that is followed. */
	readonly expected: ReadonlySet<string>;
	/** Whether the leader of the meta group can be known: one account alone cannot see it. */
	readonly seesMeta: boolean;
};

/** What is wrong, one line each, the worst first; servers in the same state share a line. Empty when nothing is. */
export function troubles(health: ClusterHealth): readonly string[] {
	const {now, expected} = health;
	const servers = health.servers.filter(({state}) => state !== 'online');
	return [
		...noMetaLeader(health),
		...leaderlessGroups(health),
		...[false, true].flatMap(isExpected =>
			troubledStates.flatMap(([state, words]) => {
				const troubled = servers.filter(
					server => server.state === state && expected.has(server.name) === isExpected,
				);
				const suffix = isExpected ? ', as expected' : '';
				return troubled.length === 0 ? [] : [sentence(troubled, words, now) + suffix];
			}),
		),
	];
}

/** `n2 not responding (4s)`; of several servers the longest time, and none where one was so before it was first seen. */
function sentence(servers: readonly Server[], words: string, now: number): string {
	const longest = Math.max(...servers.map(server => stateLastsMs(server, now) ?? Infinity));
	const age = longest === Infinity ? '' : ` (${formatDuration(longest)})`;
	return `${serverNames(servers.map(({name}) => name))} ${words}${age}`;
}

const troubledStates: ReadonlyArray<readonly [ServerState, string]> = [
	['offline', 'offline'],
	['silent', 'not responding'],
	['recovering', 'up, JetStream still recovering'],
	['lame-duck', 'in lame-duck mode'],
];

function noMetaLeader({metaGroupLeader, groups, servers, seesMeta}: ClusterHealth): string[] {
	return seesMeta && metaGroupLeader === undefined && groups > 0 && servers.length > 1
		? ['no meta leader: streams and consumers cannot be created or moved']
		: [];
}

function leaderlessGroups({leaderless, leaderlessSince, now}: ClusterHealth): string[] {
	if (leaderless === 0) {
		return [];
	}

	const age = leaderlessSince === undefined ? '' : ` (${formatDuration(now - leaderlessSince)})`;
	return [`${leaderless} ${leaderless === 1 ? 'group' : 'groups'} without a leader${age}`];
}
