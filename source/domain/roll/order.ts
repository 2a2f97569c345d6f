import {compareVersions} from '../server-version.ts';
import {answers, hasJetStream, type Server} from '../server.ts';

/** What decides when a server's turn comes. */
export type RollCandidate = {
	readonly server: Pick<Server, 'name' | 'version' | 'state'>;
	/** It leads the meta group. */
	readonly metaLeader: boolean;
	/** Replicated groups that it leads. */
	readonly leaders: number;
	/** It has restarted since the roll began that is gone on with. */
	readonly restarted: boolean;
};

/** What the operator wants of the order. */
export type RollSelection = {
	/** Only these servers; undefined: all. */
	readonly servers: readonly string[] | undefined;
	/** These come first, in this order. */
	readonly order: readonly string[];
	/** Servers that run this version are left alone. */
	readonly skipVersion: string | undefined;
};

export type RollOrder = {
	/** Names of servers, one after another. */
	readonly turns: readonly string[];
	readonly skipped: readonly SkippedServer[];
};

/** `reason`: the end of a sentence that begins with the server's name. */
export type SkippedServer = {readonly server: string; readonly reason: string};

/**
 * Which servers to restart, and in which order: one that is away first, as no other may stop before it is back; then as
 * the operator wants it; else the meta leader last, the oldest version first, of these the one with the fewest leaders.
 */
export function rollOrder(
	candidates: readonly RollCandidate[],
	selection: RollSelection,
): RollOrder {
	const turns: RollCandidate[] = [];
	const skipped: SkippedServer[] = [];
	for (const candidate of candidates) {
		const reason = skipReason(candidate, selection);
		if (reason === undefined) {
			turns.push(candidate);
		} else {
			skipped.push({server: candidate.server.name, reason});
		}
	}

	const place = ({server}: RollCandidate) => {
		const index = selection.order.indexOf(server.name);
		return index === -1 ? selection.order.length : index;
	};
	turns.sort(
		(a, b) =>
			Number(answers[a.server.state]) - Number(answers[b.server.state]) ||
			place(a) - place(b) ||
			Number(a.metaLeader) - Number(b.metaLeader) ||
			compareVersions(a.server.version, b.server.version) ||
			a.leaders - b.leaders ||
			(a.server.name < b.server.name ? -1 : 1),
	);
	return {turns: turns.map(({server}) => server.name), skipped};
}

function skipReason(
	{server, restarted}: RollCandidate,
	{servers, skipVersion}: RollSelection,
): string | undefined {
	if (server.state === 'no-jetstream') {
		return 'has no JetStream';
	}

	if (servers !== undefined && !servers.includes(server.name)) {
		return 'is not among --servers';
	}

	// One that is not back yet, or has not recovered, is still to be waited for.
	if (!hasJetStream[server.state]) {
		return undefined;
	}

	if (restarted) {
		return 'restarted since the roll began';
	}

	return skipVersion !== undefined && compareVersions(server.version, skipVersion) === 0
		? `runs ${server.version} already`
		: undefined;
}
