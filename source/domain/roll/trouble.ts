import {electionKind, type ElectionCause} from '../election-cause.ts';
import {answers, stateConditions, type Server} from '../server.ts';
import {counted} from '../words.ts';

/** How the cluster was when a server's turn began. */
export type TurnStart = {
	/** Epoch in ms. */
	readonly at: number;
	/** The lives of the servers that answered then, by name. */
	readonly lives: ReadonlyMap<string, string>;
};

/** What is seen of the cluster during a turn. */
export type RollSight = {
	/** Epoch in ms. */
	readonly at: number;
	/** Whose turn it is. */
	readonly turn: string;
	/** Those of this cluster. */
	readonly servers: ReadonlyMap<string, Pick<Server, 'id' | 'state' | 'stateSince'>>;
	/** Groups without a leader, in words, and since when (epoch in ms). */
	readonly leaderless: ReadonlyArray<{readonly name: string; readonly since: number}>;
	/** Elections of this cluster. */
	readonly elections: readonly RollElection[];
	/** Replicated groups of this cluster. */
	readonly groups: number;
};

export type RollElection = {
	readonly at: number;
	readonly name: string;
	readonly cause: ElectionCause;
	/** Who led before, as far as known. */
	readonly from: string | undefined;
	/** Who asked for it, where known. */
	readonly who: string | undefined;
};

/** A server that misses a round of questions may be busy; an election after a stop takes some seconds. In ms. */
const patienceMs = 15_000;

/** Elections without a request are accepted up to this share of all groups, and up to this many. */
const stormShare = 0.1;
const stormLeast = 10;

/** Why it is not safe to go on with a roll, in one line; undefined while it is. What the restart of `turn` itself causes is none. */
export function troubleOf(sight: RollSight, start: TurnStart): string | undefined {
	return lostServer(sight, start) ?? lostLeader(sight, start) ?? otherHands(sight, start);
}

function lostServer({at, turn, servers}: RollSight, {lives}: TurnStart): string | undefined {
	for (const [name, life] of lives) {
		const server = servers.get(name);
		if (name === turn) {
			continue;
		}

		if (!server || server.state === 'offline' || server.state === 'lame-duck') {
			return `${name} ${server?.state === 'lame-duck' ? 'went into lame-duck mode' : 'went offline'} during the turn of ${turn}`;
		}

		if (answers[server.state] && server.id !== life) {
			return `${name} restarted during the turn of ${turn}`;
		}

		if (!answers[server.state] && at - server.stateSince > patienceMs) {
			return `${name} is ${stateConditions[server.state]} during the turn of ${turn}`;
		}
	}

	return undefined;
}

function lostLeader({at, leaderless}: RollSight, start: TurnStart): string | undefined {
	const lost = leaderless.filter(({since}) => since >= start.at && at - since > patienceMs);
	const [first] = lost;
	return first && `${counted(lost.length, 'group')} without a leader, the first: ${first.name}`;
}

function otherHands({turn, elections, groups}: RollSight, start: TurnStart): string | undefined {
	const during = elections.filter(({at}) => at >= start.at);
	const foreign = during.find(({cause}) => cause === 'others');
	if (foreign) {
		const who = foreign.who === undefined ? '' : ` (${foreign.who})`;
		return `step-downs by others${who}, the first: ${foreign.name}`;
	}

	const unplanned = during.filter(
		({cause, from}) => electionKind[cause] === 'unplanned' && from !== turn,
	);
	return unplanned.length > Math.max(stormLeast, groups * stormShare)
		? `${unplanned.length} unplanned elections, the last: ${unplanned.at(-1)?.name ?? '?'}`
		: undefined;
}
