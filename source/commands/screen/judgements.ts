import type {BestRatio} from '../../domain/cluster-summary.ts';
import type {CountingRules} from '../../domain/distribution.ts';
import {bestReachable} from '../../domain/plan/best-reachable.ts';
import {stopVerdicts, type StopVerdict} from '../../domain/stop-verdict.ts';
import type {StopAnswer} from '../../ui/scene/server-row.ts';
import type {ClusterView} from '../../state/cluster-view.ts';

/** Judging all groups anew takes this many times longer than it may be repeated: at most 2 % of a core. */
const restFactor = 50;

export type Judgements = {
	/** Undefined for a server that is not known, or as long as not all groups of its cluster are. */
	readonly stopOf: (server: string) => StopAnswer | undefined;
	readonly reachable: (cluster: string) => BestRatio | undefined;
};

/** What costs a pass over all groups, kept until the view has changed and enough time has passed to pay for it. */
export function judgements(view: ClusterView, rules: CountingRules): Judgements {
	const answers = rested(view, () => stopAnswers(stopVerdicts(view)));
	const best = new Map<string, () => BestRatio>();
	/** What is judged by half of the groups would be praise. */
	function isSeen(cluster: string): boolean {
		return view.missing.every(name => view.servers.get(name)?.cluster !== cluster);
	}

	return {
		stopOf(server) {
			const known = view.servers.get(server);
			return known && isSeen(known.cluster) ? answers().get(server) : undefined;
		},
		reachable(cluster) {
			if (!view.clusters.has(cluster) || !isSeen(cluster)) {
				return undefined;
			}

			const known = best.get(cluster) ?? rested(view, () => bestReachable(view, {cluster, rules}));
			best.set(cluster, known);
			return known();
		},
	};
}

function rested<Value>(view: ClusterView, compute: () => Value): () => Value {
	let last: {readonly value: Value; readonly revision: number; readonly dueAt: number} | undefined;
	return () => {
		const startedAt = performance.now();
		if (last && (last.revision === view.revision || startedAt < last.dueAt)) {
			return last.value;
		}

		const value = compute();
		const endedAt = performance.now();
		last = {
			value,
			revision: view.revision,
			dueAt: endedAt + restFactor * (endedAt - startedAt),
		};
		return value;
	};
}

function stopAnswers(verdicts: ReadonlyMap<string, StopVerdict>): ReadonlyMap<string, StopAnswer> {
	return new Map(
		Array.from(verdicts, ([server, {ok, blockers}]): [string, StopAnswer] => [
			server,
			// Many groups wait for the same.
			ok
				? {type: 'ok'}
				: {type: 'wait', reasons: [...new Set(blockers.map(({waitsFor}) => waitsFor))]},
		]),
	);
}
