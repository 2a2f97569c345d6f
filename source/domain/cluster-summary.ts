import type {Distribution} from './distribution.ts';
import type {StopVerdict} from './stop-verdict.ts';

/** One cluster in figures: what a report, a check and the header of the screen say of it. */
export type ClusterSummary = {
	/** Whether any of its servers has, had or is meant to have JetStream: otherwise it is listed and not judged. */
	readonly jetStream: boolean;
	readonly distribution: Distribution;
	/** The server of this cluster that leads the meta group; undefined when another cluster's does or none is known. */
	readonly metaLeader: string | undefined;
	/** Who leads the meta group that the cluster takes part in, be it a server of another cluster of the domain. */
	readonly metaGroupLeader: string | undefined;
	readonly metaGroupCluster: string | undefined;
	/** Replicated groups, leaderless ones included. */
	readonly groups: number;
	readonly leaderless: number;
	/** The best ratio that the replica sets allow, and the fewest step-downs that reach it. */
	readonly best: BestRatio;
	/** Why it is as it is, one sentence each; empty when there is nothing to explain, or when not all groups are known. */
	readonly why: readonly string[];
	/** By server name. */
	readonly verdicts: ReadonlyMap<string, StopVerdict>;
};

export type BestRatio = {
	/** The lowest ratio of the fullest server to the average that the replica sets allow now. */
	readonly ratio: number;
	/** Step-downs of the plan with the same options; 0 when there is nothing to gain. */
	readonly stepDowns: number;
	/** What gets more even with them: not the ratio where only the leaders of streams among themselves do. */
	readonly improves: readonly Improvement[];
};

/** What gets more even: all leaders, the leaders of streams among themselves, or the messages per second of all leaders. */
export type Improvement = {
	readonly of: 'leaders' | 'streams' | 'messages';
	/** Per server with JetStream up, by name. */
	readonly loads: readonly PlannedLoad[];
};

/** In leaders that count for the goal, or in messages per second. */
export type PlannedLoad = {
	readonly server: string;
	readonly before: number;
	readonly after: number;
};
