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
	/** Who leads the meta group that the cluster takes part in; undefined while nobody does. */
	readonly metaGroupLeader: string | undefined;
	/** Servers that are away by a restart that is followed. */
	readonly expected: ReadonlySet<string>;
	/** Whether the leader of the meta group is told at all: an account alone is not told. */
	readonly seesMeta: boolean;
};

/** What is wrong, one sentence each, the worst first; several servers in one go. Empty when nothing is. */
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

function sentence(servers: readonly Server[], [ofOne, ofSeveral]: Words, now: number): string {
	const longest = Math.max(...servers.map(server => stateLastsMs(server, now) ?? Infinity));
	const words = servers.length === 1 ? ofOne : ofSeveral;
	const told =
		longest === Infinity
			? words.replace(/ for #| \(#\)/, '')
			: words.replace('#', formatDuration(longest));
	return `${serverNames(servers.map(({name}) => name))} ${told}`;
}

/** What is said of one server, and of several. `#` is where the longest duration goes. */
type Words = readonly [string, string];

const troubledStates: ReadonlyArray<readonly [ServerState, Words]> = [
	['offline', ['is offline for #', 'are offline for #']],
	['silent', ['not responding (#)', 'not responding (#)']],
	[
		'recovering',
		[
			'answers, but JetStream has been recovering for #',
			'answer, but JetStream has been recovering for #',
		],
	],
	['lame-duck', ['announced # ago that it will stop', 'announced # ago that they will stop']],
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

	const age =
		leaderlessSince === undefined ? '' : ` (for ${formatDuration(now - leaderlessSince)})`;
	return [`${leaderless} ${leaderless === 1 ? 'group has' : 'groups have'} no leader${age}`];
}
