import type {PlannedLoad} from '../cluster-summary.ts';
import type {Distribution} from '../distribution.ts';
import type {Move} from '../move.ts';
import type {GroupKey} from '../raft-group.ts';
import type {ClosedReason} from './closed-servers.ts';
import type {PlanGoal, PlanMeasure} from './plan-options.ts';
import type {StayReason} from './read-cluster.ts';

/** How one cluster gets even, or a server empty. */
export type Plan = {
	readonly cluster: string;
	/** What is evened out: `total` also where `streams-then-total` was wanted but would have left all leaders less even than need be. */
	readonly goal: PlanGoal;
	/** Whether it evens out the number of leaders or the messages that they handle. */
	readonly measure: PlanMeasure;
	/** In the order of their execution. */
	readonly moves: readonly PlannedMove[];
	/** Step-downs when each of them goes as planned: the fewest for this goal. */
	readonly stepDowns: number;
	/** Step-downs to expect: more where servers before 2.11 choose the next leader themselves. */
	readonly expectedRequests: number;
	readonly before: Distribution;
	/** After all moves, if each goes as planned. */
	readonly after: Distribution;
	/** The fullest server against the average, in what the plan evens out. */
	readonly ratio: PlannedRatio;
	/** What the plan evens out, per server in the order of `before.shares`. */
	readonly loads: readonly PlannedLoad[];
	/** Groups that stay on a server which should lead less (more than the even level, or nothing at all), by reason. */
	readonly stays: ReadonlyMap<StayReason, readonly GroupKey[]>;
	/** Groups without a leader. They are not planned for. */
	readonly leaderless: readonly GroupKey[];
	/** Servers that are given no leaders. */
	readonly closed: ReadonlyMap<string, ClosedReason>;
	/** That of the picture that it was made from. */
	readonly planRevision: number | undefined;
};

export type PlannedMove = Move & {
	/** Where the plan counts the group afterwards: `to`, or its best guess where the server takes no preferred leader. */
	readonly aim: string;
};

type PlannedRatio = {
	readonly before: number;
	readonly after: number;
	/** The lowest that the replica sets allow in this scope, without tolerance; by messages, a bound that no plan gets below. */
	readonly best: number;
};

/** Moves from one server to another, counted. */
type Flow = {
	readonly from: string;
	/** Where the plan counts them afterwards. */
	readonly aim: string;
	readonly count: number;
	/** How many of them leave the next leader to the group. */
	readonly undirected: number;
};

/** The moves of a plan by their ways, the widest first. */
export function flowsOf(moves: readonly PlannedMove[]): readonly Flow[] {
	const flows = new Map<string, Flow>();
	for (const {from, to, aim} of moves) {
		const way = `${from}\n${aim}`;
		const {count = 0, undirected = 0} = flows.get(way) ?? {};
		flows.set(way, {
			from,
			aim,
			count: count + 1,
			undirected: undirected + (to === undefined ? 1 : 0),
		});
	}

	return [...flows.values()].sort(
		(a, b) => b.count - a.count || byName(a.from, b.from) || byName(a.aim, b.aim),
	);
}

function byName(a: string, b: string): number {
	return a < b ? -1 : Number(a > b);
}
