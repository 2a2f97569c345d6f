import {formatDuration} from '../../domain/format-duration.ts';
import type {ServerState} from '../../domain/server.ts';
import type {ClusterFacts, ClusterView} from '../../state/cluster-view.ts';
import type {Origin} from '../world.ts';
import type {ServerRow} from './server-row.ts';

/**
 * Why the picture is as it is, as one line: what is worst first, several causes of one kind in one go.
 * Undefined when there is nothing to explain.
 */
export function diagnose(
	view: Pick<ClusterView, 'leaderless' | 'connection' | 'rejected' | 'rejectedCount'>,
	cluster: ClusterFacts,
	servers: readonly ServerRow[],
	now: number,
	origin: Origin['type'] = 'system',
): string | undefined {
	const found = [
		lostConnection(view),
		// An account is not told who leads the meta group.
		origin === 'account' ? undefined : noMetaLeader(cluster, servers),
		leaderlessGroups(view, cluster, now),
		...troubledStates.map(([state, words]) =>
			sentence(
				servers.filter(row => row.share.server.state === state),
				words,
				row => now - row.share.server.stateSince,
			),
		),
		sentence(
			servers.filter(row => cameBackEmpty(row, now)),
			['came back # ago, its leaders did not', 'came back # ago, their leaders did not'],
			row => now - (row.share.server.rejoinedAt ?? now),
		),
		unreadable(view),
	].filter(line => line !== undefined);
	return found.length === 0 ? undefined : found.join('; ');
}

/** What is said of one server, and of several. `#` is where the longest duration goes. */
type Words = readonly [string, string];

const troubledStates: ReadonlyArray<readonly [ServerState, Words]> = [
	['offline', ['is offline for #', 'are offline for #']],
	['silent', ['has not answered for #', 'have not answered for #']],
	[
		'recovering',
		[
			'answers, but JetStream has been recovering for #',
			'answer, but JetStream has been recovering for #',
		],
	],
	['lame-duck', ['announced # ago that it will stop', 'announced # ago that they will stop']],
];

/** How long a server that came back may be the explanation of a skew. */
const explainsMs = 60 * 60_000;

function cameBackEmpty({share}: ServerRow, now: number): boolean {
	const {rejoinedAt} = share.server;
	return (
		rejoinedAt !== undefined &&
		now - rejoinedAt < explainsMs &&
		share.ratio !== undefined &&
		share.ratio < 0.5
	);
}

function lostConnection({connection}: Pick<ClusterView, 'connection'>): string | undefined {
	const {state, detail} = connection;
	return state === 'connected' || detail === undefined ? undefined : `connection: ${detail}`;
}

/** What could not be read is counted and named; it is never shown as something that it is not. */
function unreadable({
	rejected,
	rejectedCount,
}: Pick<ClusterView, 'rejected' | 'rejectedCount'>): string | undefined {
	const last = rejected.at(-1);
	return last
		? `${rejectedCount} ${rejectedCount === 1 ? 'reply' : 'replies'} could not be read, the last from ${last.subject}: ${last.reason}`
		: undefined;
}

function noMetaLeader(
	{metaGroupLeader, groups}: ClusterFacts,
	servers: readonly ServerRow[],
): string | undefined {
	return metaGroupLeader === undefined && groups > 0 && servers.length > 1
		? 'no meta leader: streams and consumers cannot be created or moved'
		: undefined;
}

function leaderlessGroups(
	view: Pick<ClusterView, 'leaderless'>,
	{leaderless}: ClusterFacts,
	now: number,
): string | undefined {
	if (leaderless === 0) {
		return undefined;
	}

	const since = Math.min(...view.leaderless.values());
	const age = Number.isFinite(since) ? ` (for ${formatDuration(now - since)})` : '';
	return `${leaderless} ${leaderless === 1 ? 'group has' : 'groups have'} no leader${age}`;
}

function sentence(
	rows: readonly ServerRow[],
	[ofOne, ofSeveral]: Words,
	ageOf: (row: ServerRow) => number,
): string | undefined {
	const [first, second, third] = rows;
	if (!first) {
		return undefined;
	}

	const others = rows.length - 1;
	const names =
		second === undefined
			? first.id
			: third === undefined
				? `${first.id} and ${second.id}`
				: `${first.id} and ${others} more`;
	const words = others === 0 ? ofOne : ofSeveral;
	return `${names} ${words.replace('#', formatDuration(Math.max(...rows.map(ageOf))))}`;
}
