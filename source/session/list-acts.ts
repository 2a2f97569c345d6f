import type {Cluster} from '../cluster.ts';
import type {Move, MoveOutcome, Undo} from '../domain/move.ts';
import type {AuditSink} from '../executor/audit.ts';
import type {ClaimCluster, Run, RunEvent, RunSummary} from '../executor/run.ts';
import {refusalReasons} from '../executor/refusals.ts';
import {runMoves} from '../executor/run-moves.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import {claimOf} from './claim-of.ts';
import type {Planning} from './planning.ts';

/** Acts on groups that are named one by one. */
export type ListActs = {
	/** Several at once are a run: they are refused while somebody else runs moves there. */
	readonly stepDown: (moves: readonly Move[]) => void;
	/** Is refused while somebody else runs moves there, and on an incomplete view unless it was confirmed on one. */
	readonly undo: (undo: Undo) => void;
};

type ListActParts = {
	readonly cluster: Cluster;
	readonly view: ClusterView;
	readonly planning: Pick<Planning, 'drained' | 'keepEmpty' | 'undrain'>;
	readonly enqueue: (title: string, act: Act) => void;
	/** @param together what other runs of the same act have moved */
	readonly finish: (
		run: Pick<Run, 'stop' | 'done'>,
		halted: AbortSignal,
		together: MoveOutcome[],
	) => Promise<RunSummary>;
	readonly listener: (event: RunEvent) => void;
};

/** @param signal aborts when it is stopped before its run has begun */
export type Act = (audit: AuditSink, signal: AbortSignal) => Promise<void>;

/** How long a group is given to elect a leader. */
export const electionTimeoutMs = 5000;

export function createListActs(parts: ListActParts): ListActs {
	const {cluster, view, planning, enqueue, finish, listener} = parts;

	const clusterOf = ({group}: Move) => view.groups.get(group)?.cluster;

	/** Runs the moves of each cluster on their own. */
	function runEach(all: readonly Move[], {titleOf, claimFor, undrain = []}: ListRun): void {
		const together: MoveOutcome[] = [];
		// Of a group that has gone meanwhile no cluster is known: its move is void.
		for (const clusterName of new Set(all.map(clusterOf))) {
			const moves = all.filter(move => clusterOf(move) === clusterName);
			enqueue(
				titleOf(moves.length === 1 ? '1 group' : `${moves.length} groups`),
				async (audit, signal) => {
					const kept = undrain.filter(server => planning.drained.has(server));
					kept.forEach(planning.undrain);
					const run = runMoves({
						cluster,
						picture: () => view,
						moves: {type: 'list', moves},
						clusterName,
						audit,
						limits: {electionTimeoutMs},
						claim: clusterName === undefined ? undefined : claimFor(clusterName, moves.length),
						listener,
					});
					const {outcome} = await finish(run, signal, together);
					if (outcome === 'refused') {
						kept.forEach(planning.keepEmpty);
					}
				},
			);
		}
	}

	return {
		stepDown(moves) {
			runEach(moves, {
				titleOf: groups => `step down ${groups}`,
				// One group is the operator's own hand: the question has told who else is at work.
				claimFor: (name, count) => (count > 1 ? claimOf(cluster, name, 'run') : undefined),
			});
		},
		undo({moves, undrain, force}) {
			runEach(moves, {
				titleOf: groups => `move ${groups} back`,
				claimFor(name) {
					const reasons = force ? [] : refusalReasons(view, name).map(({line}) => line);
					return reasons.length > 0
						? async () => ({type: 'refused', reason: reasons.join('; ')})
						: claimOf(cluster, name, 'run');
				},
				undrain,
			});
		},
	};
}

type ListRun = {
	/** @param groups how many: `3 groups` */
	readonly titleOf: (groups: string) => string;
	readonly claimFor: (clusterName: string, count: number) => ClaimCluster | undefined;
	readonly undrain?: readonly string[];
};
