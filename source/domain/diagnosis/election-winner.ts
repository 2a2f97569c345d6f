import type {ElectionCause} from '../election-cause.ts';
import type {RaftGroup} from '../raft-group.ts';

/** An election that was seen. */
export type SeenElection = {
	/** With its new leader. */
	readonly group: RaftGroup;
	/** Who led before, as far as known. */
	readonly from: string | undefined;
	readonly to: string;
	readonly cause: ElectionCause;
};

/** Somebody chose the time, and often the winner; or there was nobody to take over from. */
const isChosen: Readonly<Record<ElectionCause, boolean>> = {
	ours: true,
	others: true,
	new: true,
	'lame-duck': false,
	stopped: false,
	restarted: false,
	offline: false,
	silent: false,
	quorum: false,
	untold: false,
};

/** Fewer elections than this tell nothing. */
const fewest = 20;

/** Standard deviations beyond what chance brings: it does so once in a thousand times. */
const beyondChance = 3;

/**
 * The server that wins far more elections than its share; undefined where chance could explain it.
 * Each election counts for those who could have won it: the peers that were heard, without the leader that went.
 */
export function electionWinner(
	elections: readonly SeenElection[],
	cluster: string,
): {readonly server: string; readonly wins: number; readonly of: number} | undefined {
	const tallies = new Map<string, {wins: number; of: number; expected: number; variance: number}>();
	for (const {group, from, to, cause} of elections) {
		const candidates =
			isChosen[cause] || group.cluster !== cluster ? [] : candidatesOf(group, from, to);
		for (const server of candidates.length > 1 ? candidates : []) {
			const tally = tallies.get(server) ?? {wins: 0, of: 0, expected: 0, variance: 0};
			const chance = 1 / candidates.length;
			tallies.set(server, tally);
			tally.wins += server === to ? 1 : 0;
			tally.of++;
			tally.expected += chance;
			tally.variance += chance * (1 - chance);
		}
	}

	const [first] = [...tallies]
		.filter(
			([, {wins, of, expected, variance}]) =>
				of >= fewest && wins - expected > beyondChance * Math.sqrt(variance),
		)
		.sort((a, b) => b[1].wins - a[1].wins);
	return first && {server: first[0], wins: first[1].wins, of: first[1].of};
}

function candidatesOf({followers}: RaftGroup, from: string | undefined, to: string): string[] {
	const others = followers.filter(({server, online}) => online && server !== from && server !== to);
	return from === to ? [] : [to, ...others.map(({server}) => server)];
}
