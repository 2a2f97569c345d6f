import type {BestRatio} from '../domain/cluster-summary.ts';
import {replicaEvidence, type ReplicaEvidence} from '../domain/diagnosis/replica-evidence.ts';
import type {CountingRules} from '../domain/distribution.ts';
import {bestReachableInSteps} from '../domain/plan/plan-balance.ts';
import {stopReasons, stopVerdicts, type StopAnswer} from '../domain/stop-verdict.ts';
import {sliced} from '../time/breathe.ts';
import {throttled} from '../time/throttle.ts';
import type {ClusterView} from './cluster-view.ts';

/** What costs a pass over all groups. */
export type DerivedFacts = {
	/** Undefined for a server that is not known. */
	readonly stopOf: (server: string) => StopAnswer | undefined;
	/** Undefined until there was time to compute it, and as long as not all groups of the cluster are known. */
	readonly reachable: (cluster: string) => BestRatio | undefined;
	/** The evidence of its groups, by server; undefined as long as not all groups of the cluster are known. */
	readonly replicas: (cluster: string) => ReadonlyMap<string, ReplicaEvidence> | undefined;
};

/**
 * Facts that follow the view as fast as their cost allows.
 * @param onChange called when there is a better answer to a question that was asked before
 * @param drained servers that are to stay empty: nothing is reachable that needs them
 */
export function derivedFacts(
	view: ClusterView,
	rules: CountingRules,
	onChange: () => void,
	drained: Iterable<string> = [],
): DerivedFacts {
	const stops = throttled(() => stopAnswers(view), {
		revision: () => [view.planRevision, ...view.missing].join(' '),
		validity: comingsAndGoings(view),
		onChange,
	});
	const evidence = throttled(() => replicaEvidence(view), {
		revision: () => [view.planRevision, ...startsOf(view)].join(' '),
		onChange,
	});
	const bestByCluster = new Map<string, () => BestRatio | undefined>();
	const bestOf = (cluster: string) =>
		throttled(
			async () => sliced(bestReachableInSteps(view, {cluster, rules, cordon: [...drained]})),
			{
				revision: () => String(view.planRevision),
				validity: () => [...drained].join(' '),
				onChange,
			},
		);

	/** Half of the groups would make any cluster look good. */
	function isSeen(cluster: string): boolean {
		return view.missing.every(name => (view.servers.get(name)?.cluster ?? cluster) !== cluster);
	}

	return {
		stopOf(server) {
			const known = view.servers.get(server);
			if (known && !isSeen(known.cluster)) {
				return {type: 'unknown', reasons: [`no inventory from ${view.missing.join(', ')}`]};
			}

			const answer = stops()?.get(server);
			return answer && withUnseen(answer, server, view);
		},
		reachable(cluster) {
			if (!view.clusters.has(cluster) || !isSeen(cluster)) {
				return undefined;
			}

			const best = bestByCluster.get(cluster) ?? bestOf(cluster);
			bestByCluster.set(cluster, best);
			return best();
		},
		replicas: cluster => (view.clusters.has(cluster) && isSeen(cluster) ? evidence() : undefined),
	};
}

function stopAnswers(view: ClusterView): ReadonlyMap<string, StopAnswer> {
	return new Map(
		Array.from(stopVerdicts(view), ([server, verdict]): [string, StopAnswer] => [
			server,
			verdict.answer === 'ok'
				? {type: 'ok'}
				: {type: verdict.answer, reasons: stopReasons(verdict)},
		]),
	);
}

/** What makes an earlier verdict worthless when it changes: the servers there, and those that came back. */
function comingsAndGoings(view: ClusterView): () => string {
	let known = {revision: -1, text: ''};
	return () => {
		const {planRevision: revision} = view;
		if (known.revision !== revision) {
			const servers = [...view.servers.values()];
			known = {revision, text: servers.map(({id, state}) => `${id} ${state}`).join(' ')};
		}

		return known.text;
	};
}

function startsOf({servers}: ClusterView): ReadonlyArray<number | undefined> {
	return Array.from(servers.values(), ({startedAt}) => startedAt);
}

/** No server may stop for one whose replicas have not been seen since it came back. */
function withUnseen(answer: StopAnswer, name: string, {servers, unseen}: ClusterView): StopAnswer {
	const {cluster} = servers.get(name) ?? {};
	const others = [...unseen].filter(
		other => other !== name && servers.get(other)?.cluster === cluster,
	);
	if (others.length === 0) {
		return answer;
	}

	const reasons = others.map(other => `replicas not seen yet on ${other}`);
	return {type: 'wait', reasons: [...(answer.type === 'ok' ? [] : answer.reasons), ...reasons]};
}
