import type {RaftGroup} from '../raft-group.ts';
import type {PlanGoal} from './plan-options.ts';
import type {Transfer} from './transfers-of.ts';

/** Which groups go where, not yet in order. Loads are per server, in leaders or messages per second. */
export type Draft = {
	readonly goal: PlanGoal;
	readonly transfers: readonly Transfer[];
	readonly weightOf: (group: RaftGroup) => number;
	readonly before: Float64Array;
	readonly after: Float64Array;
	/** A server with more than this should lead less. */
	readonly limit: number;
	/** The highest load of the best placement; by messages, a load that no placement gets below. */
	readonly best: number;
};
