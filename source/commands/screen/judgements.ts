import type {BestRatio} from '../../domain/cluster-summary.ts';
import type {CountingRules} from '../../domain/distribution.ts';
import {
	replicaEvidenceInSteps,
	type ReplicaEvidence,
} from '../../domain/diagnosis/replica-evidence.ts';
import {bestReachableInSteps} from '../../domain/plan/best-reachable.ts';
import type {Steps} from '../../domain/steps.ts';
import {stopReasons, stopVerdictsInSteps} from '../../domain/stop-verdict.ts';
import {takeTurns} from '../../executor/take-turns.ts';
import type {StopAnswer} from '../../ui/scene/server-row.ts';
import type {ClusterView} from '../../state/cluster-view.ts';

/** Judging all groups anew takes this many times longer than it may be repeated: at most 2 % of a core. */
const restFactor = 50;

export type Judgements = {
	/** Undefined for a server that is not known, and until there was time to judge. */
	readonly stopOf: (server: string) => StopAnswer | undefined;
	readonly reachable: (cluster: string) => BestRatio | undefined;
	/** What its groups tell of the servers of a cluster; undefined as long as not all groups of it are known. */
	readonly replicas: (cluster: string) => ReadonlyMap<string, ReplicaEvidence> | undefined;
};

/**
 * What costs a pass over all groups, kept until what it rests on has changed and enough time has passed to pay for it.
 * @param onChange called when there is a better answer to a question that was asked before
 * @param drained servers that are to stay empty: nothing is reachable that needs them
 */
export function judgements(
	view: ClusterView,
	rules: CountingRules,
	onChange: () => void,
	drained: ReadonlySet<string> = new Set(),
): Judgements {
	const verdicts = rested(
		() => [view.planRevision, ...view.missing].join(' '),
		() => stopAnswersInSteps(view),
		onChange,
	);
	const evidence = rested(
		() => [view.planRevision, ...startsOf(view)].join(' '),
		() => replicaEvidenceInSteps(view),
		onChange,
	);
	const best = new Map<string, () => BestRatio | undefined>();
	/** What is judged by half of the groups would be praise. */
	function isSeen(cluster: string): boolean {
		return view.missing.every(name => (view.servers.get(name)?.cluster ?? cluster) !== cluster);
	}

	return {
		stopOf(server) {
			const known = view.servers.get(server);
			if (known && !isSeen(known.cluster)) {
				return {type: 'unknown', reasons: [`no inventory from ${view.missing.join(', ')}`]};
			}

			return verdicts()?.get(server);
		},
		reachable(cluster) {
			if (!view.clusters.has(cluster) || !isSeen(cluster)) {
				return undefined;
			}

			const known =
				best.get(cluster) ??
				rested(
					() => [view.planRevision, ...drained].join(' '),
					() => bestReachableInSteps(view, {cluster, rules, cordon: [...drained]}),
					onChange,
				);
			best.set(cluster, known);
			return known();
		},
		replicas: cluster => (view.clusters.has(cluster) && isSeen(cluster) ? evidence() : undefined),
	};
}

function startsOf({servers}: ClusterView): ReadonlyArray<number | undefined> {
	return Array.from(servers.values(), ({startedAt}) => startedAt);
}

type Judged<Value> = {
	readonly value: Value;
	/** What it rests on. */
	readonly basis: string;
	readonly dueAt: number;
};

/** The newest answer that there is. Asking sets off a better one where it is time for that: it is there at once, or in some turns. */
function rested<Value>(
	basisNow: () => string,
	compute: () => Steps<Value>,
	onChange: () => void,
): () => Value | undefined {
	let last: Judged<Value> | undefined;
	let isAtWork = false;

	function judge(): void {
		const basis = basisNow();
		let isLate = false;
		isAtWork = true;
		takeTurns(compute(), {
			onEnd(value, busyMs) {
				last = {value, basis, dueAt: performance.now() + restFactor * busyMs};
				isAtWork = false;
				if (isLate) {
					onChange();
				}
			},
		});
		isLate = true;
	}

	return () => {
		const isDue = !last || (performance.now() >= last.dueAt && last.basis !== basisNow());
		if (isDue && !isAtWork) {
			judge();
		}

		return last?.value;
	};
}

function* stopAnswersInSteps(view: ClusterView): Steps<ReadonlyMap<string, StopAnswer>> {
	const verdicts = yield* stopVerdictsInSteps(view);
	return new Map(
		Array.from(verdicts, ([server, verdict]): [string, StopAnswer] => [
			server,
			verdict.answer === 'ok'
				? {type: 'ok'}
				: {type: verdict.answer, reasons: stopReasons(verdict)},
		]),
	);
}
