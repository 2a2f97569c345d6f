import type {BestRatio} from '../../domain/cluster-summary.ts';
import type {CountingRules} from '../../domain/distribution.ts';
import {
	replicaEvidenceInSteps,
	type ReplicaEvidence,
} from '../../domain/diagnosis/replica-evidence.ts';
import {bestReachableInSteps} from '../../domain/plan/plan-balance.ts';
import type {Steps} from '../../domain/steps.ts';
import {stopReasons, stopVerdictsInSteps, type StopAnswer} from '../../domain/stop-verdict.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import {rested} from './rested.ts';

export type Judgements = {
	/** Undefined for a server that is not known, and until there was time to judge. */
	readonly stopOf: (server: string) => StopAnswer | undefined;
	readonly reachable: (cluster: string) => BestRatio | undefined;
	/** What its groups tell of the servers of a cluster; undefined as long as not all groups of it are known. */
	readonly replicas: (cluster: string) => ReadonlyMap<string, ReplicaEvidence> | undefined;
};

type StopAnswers = {
	readonly revision: number;
	/** When they were asked for, as `performance.now()`. */
	readonly at: number;
	readonly answers: ReadonlyMap<string, StopAnswer> | undefined;
};

/** Who asks of all servers is through with it sooner. */
const oneAskingMs = 5;

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
		() => {
			stops = undefined;
			onChange();
		},
		comingsAndGoings(view),
	);
	let stops: StopAnswers | undefined;
	/** Each picture asks of every server: whether it is time to judge anew is thought of once for all of them. */
	function stopsNow(): StopAnswers['answers'] {
		const {revision} = view;
		const now = performance.now();
		if (stops?.revision !== revision || now - stops.at >= oneAskingMs) {
			stops = {revision, at: now, answers: verdicts()};
		}

		return stops.answers;
	}

	const starts = editions(() => startsOf(view));
	const evidence = rested(
		() => `${view.planRevision} ${starts()}`,
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

			const answer = stopsNow()?.get(server);
			return answer && withUnseen(answer, server, view);
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

/** What a verdict from before is worth nothing after: who is there, and who has come back. */
function comingsAndGoings(view: ClusterView): () => string {
	const idsAndStates = editions(() =>
		[...view.servers.values()].flatMap(({id, state}) => [id, state]),
	);
	let known = {revision: -1, edition: ''};
	return () => {
		const {planRevision: revision} = view;
		if (known.revision !== revision) {
			known = {revision, edition: String(idsAndStates())};
		}

		return known.edition;
	};
}

/** Another number each time that some value is another: to compare what pictures rest on as text took longer. */
function editions(valuesNow: () => readonly unknown[]): () => number {
	let values: readonly unknown[] = [];
	let edition = 0;
	return () => {
		const now = valuesNow();
		if (now.length !== values.length || now.some((value, index) => value !== values[index])) {
			values = now;
			edition++;
		}

		return edition;
	};
}

/** Nobody can be spared for a server of whose replicas nothing has been told since it came back. */
function withUnseen(answer: StopAnswer, name: string, {servers, unseen}: ClusterView): StopAnswer {
	if (unseen.size === 0) {
		return answer;
	}

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

function startsOf({servers}: ClusterView): ReadonlyArray<number | undefined> {
	return Array.from(servers.values(), ({startedAt}) => startedAt);
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
