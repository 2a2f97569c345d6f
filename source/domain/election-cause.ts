import type {ServerState} from './server.ts';

/**
 * Why a group got a new leader, as far as it was seen; never more than that.
 * - `ours`: this leadertop asked the old leader to step down
 * - `others`: another client's step-down request was seen
 * - `lame-duck`: the old leader's server had announced that it would stop
 * - `stopped`: the old leader's server said that it stops, as on an orderly shutdown
 * - `restarted`: the old leader's server has just come back from a start
 * - `offline`: the meta leader counted the old leader's server as gone
 * - `silent`: the old leader's server did not answer
 * - `quorum`: the group had lost its quorum before
 * - `new`: the group is new, and had no leader before
 * - `untold`: unexplained: its own election, or a request that was not seen
 */
export type ElectionCause = (typeof electionCauses)[number];

/** In the order in which they are listed. */
export const electionCauses = [
	'ours',
	'others',
	'lame-duck',
	'stopped',
	'restarted',
	'offline',
	'silent',
	'quorum',
	'untold',
	'new',
] as const;

/** The causes in words, as the end of `2 elections: …`. */
export const electionCauseWords: Readonly<Record<ElectionCause, string>> = {
	ours: 'stepped down by you',
	others: 'stepped down by others',
	'lame-duck': 'server in lame-duck mode',
	stopped: 'server was stopped',
	restarted: 'server restarted',
	offline: 'server went offline',
	silent: 'server not responding',
	quorum: 'quorum was lost before',
	untold: 'unexplained',
	new: 'first leader of a new group',
};

/** Whether somebody wanted an election to be; the first one of a group is neither. */
export const electionKind: Readonly<Record<ElectionCause, 'planned' | 'unplanned' | 'first'>> = {
	ours: 'planned',
	others: 'planned',
	'lame-duck': 'planned',
	stopped: 'planned',
	restarted: 'unplanned',
	offline: 'unplanned',
	silent: 'unplanned',
	quorum: 'unplanned',
	untold: 'unplanned',
	new: 'first',
};

/** What was known about a group and the server that led it when the group elected. */
export type ElectionEvidence = {
	/** Epoch in ms. */
	readonly at: number;
	/** Whose request to step down came last before it, not long ago; undefined where none was seen. */
	readonly request: 'us' | 'others' | undefined;
	/** The server that led before; undefined when it is not known. */
	readonly server: LeftServer | undefined;
	/** Since when it had led, epoch in ms; undefined when that is not known. */
	readonly ledSince: number | undefined;
	readonly hadLostQuorum: boolean;
	/** Nothing was known of the group although all inventories had been read. */
	readonly isNew: boolean;
};

/** The server of the leader that was. */
export type LeftServer = {
	readonly state: ServerState;
	/** What it announced in its present life. */
	readonly leaving: 'lame-duck' | 'shutdown' | undefined;
	/** Epoch in ms. */
	readonly rejoinedAt: number | undefined;
};

/** How long a restart explains elections, in ms: groups elect 4 to 9 s after they lost their leader, on busy servers later. */
const restartExplainsMs = 60_000;

/** The cause that the evidence supports. */
export function electionCause({
	at,
	request,
	server,
	ledSince,
	hadLostQuorum,
	isNew,
}: ElectionEvidence): ElectionCause {
	if (request !== undefined) {
		return request === 'us' ? 'ours' : 'others';
	}

	const byServer = server && causeByServer(server, ledSince, at);
	return byServer ?? (hadLostQuorum ? 'quorum' : isNew ? 'new' : 'untold');
}

function causeByServer(
	{state, leaving, rejoinedAt = -Infinity}: LeftServer,
	ledSince: number | undefined,
	at: number,
): ElectionCause | undefined {
	if (leaving !== undefined) {
		return leaving === 'lame-duck' ? 'lame-duck' : 'stopped';
	}

	if (state === 'offline' || state === 'silent') {
		return state;
	}

	// What it has won since its return it did not lose by that.
	const mayHaveLost = at - rejoinedAt < restartExplainsMs && (ledSince ?? -Infinity) < rejoinedAt;
	return state === 'recovering' || mayHaveLost ? 'restarted' : undefined;
}
