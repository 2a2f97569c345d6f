import type {PlannedMove} from './plan.ts';

/** Moves from one server to another, counted. */
export type Flow = {
	readonly from: string;
	/** Where the plan counts them afterwards. */
	readonly aim: string;
	readonly count: number;
	/** How many of them cannot be told who follows. */
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
