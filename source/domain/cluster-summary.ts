import type {BestReachable} from './plan/best-reachable.ts';
import type {Distribution} from './distribution.ts';
import type {StopVerdict} from './stop-verdict.ts';

/** One cluster in figures: what a report, a check and the header of the screen say of it. */
export type ClusterSummary = {
	/** Whether any of its servers has, had or is meant to have JetStream: otherwise it is listed and not judged. */
	readonly jetStream: boolean;
	readonly distribution: Distribution;
	/** Server name; undefined when unknown or while nobody leads. */
	readonly metaLeader: string | undefined;
	/** Replicated groups, leaderless ones included. */
	readonly groups: number;
	readonly leaderless: number;
	/** The lowest highest ratio that the replica sets allow, and the fewest step-downs that lead there. */
	readonly best: BestRatio;
	/** Why it is as it is, one sentence each; empty when there is nothing to explain, or when not all groups are known. */
	readonly why: readonly string[];
	/** By server name. */
	readonly verdicts: ReadonlyMap<string, StopVerdict>;
};

export type BestRatio = BestReachable;
