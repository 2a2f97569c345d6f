import type {Cluster} from '../cluster.ts';
import type {CountingRules} from '../domain/distribution.ts';
import type {PlanGoal, PlanOptions} from '../domain/plan/plan-options.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import {paces, type OfferAnswer, type PlanKinds, type PlanRequest} from '../domain/plan/offer.ts';
import {messageOf} from './errors.ts';
import {makeOffer} from './make-offer.ts';
import {permittedScope, type PermittedScope} from './permitted-scope.ts';

/** Plans for the screen, and which servers they keep empty. */
export type Planning = {
	/** Never plans by itself: the answer is `planning` until there was time for it. Asked again and again, it follows the cluster. */
	readonly offer: (request: PlanRequest) => OfferAnswer;
	/** What a run has to be given to plan for a request by itself, and what it cannot move. A drain adds the server. */
	readonly scopeOf: (request: PlanRequest) => PermittedScope;
	readonly drained: ReadonlySet<string>;
	/** These, and what other leadertops keep empty. */
	readonly keptEmpty: Iterable<string>;
	/** No later plan gives the server leaders. */
	readonly keepEmpty: (server: string) => void;
	readonly undrain: (server: string) => void;
};

type PlanningParts = {
	readonly cluster: Pick<Cluster, 'permission'>;
	readonly view: ClusterView;
	readonly rules: CountingRules;
	/** What other leadertops keep empty: `user@host` by server name. */
	readonly elsewhere?: () => ReadonlyMap<string, string>;
	/** An answer is another one than before. */
	readonly onChange: () => void;
};

/** A plan is made anew when the cluster has changed, once a second at most and for at most 2 % of a core. */
const leastRestMs = 1000;
const restFactor = 50;

type Known = {
	readonly answer: OfferAnswer;
	/** Of the request that it answers. */
	readonly key: string;
	readonly revision: number;
	readonly dueAt: number;
};

/** A plan that is being made, or is about to be. */
type Work = {readonly key: string; readonly callOff: () => void};

export function createPlanning({
	cluster,
	view,
	rules,
	elsewhere = () => new Map(),
	onChange,
}: PlanningParts): Planning {
	const drained = new Set<string>();
	const keptEmpty: Iterable<string> = {
		[Symbol.iterator]: () => new Set([...drained, ...elsewhere().keys()])[Symbol.iterator](),
	};
	let known: Known | undefined;
	let work: Work | undefined;

	/** Planning takes its time: the picture that says so is to be seen first. */
	function planSoon(request: PlanRequest): void {
		const key = keyOf(request, keptEmpty);
		if (work?.key === key) {
			return;
		}

		work?.callOff();
		const calledOff = new AbortController();
		const timer = setTimeout(() => void plan(request, key, calledOff.signal), 0);
		work = {
			key,
			callOff() {
				clearTimeout(timer);
				calledOff.abort();
			},
		};
	}

	/** Plans in slices, for the view as it is now. */
	async function plan(request: PlanRequest, key: string, signal: AbortSignal): Promise<void> {
		const {revision} = view;
		const begunAt = performance.now();
		const answer = await answerTo(request, signal);
		if (!signal.aborted) {
			const restMs = Math.max(leastRestMs, restFactor * (performance.now() - begunAt));
			known = {answer, key, revision, dueAt: performance.now() + restMs};
			work = undefined;
			onChange();
		}
	}

	async function answerTo(request: PlanRequest, signal: AbortSignal): Promise<OfferAnswer> {
		const {drain} = request;
		try {
			const {offer} = await makeOffer({
				cluster,
				view,
				task: drain === undefined ? {type: 'balance'} : {type: 'drain', server: drain},
				plan: optionsOf(request, rules, keptEmpty),
				pace: paces[request.pace],
				slices: {signal},
			});
			return {type: 'ready', offer};
		} catch (error) {
			return {type: 'failed', reason: messageOf(error)};
		}
	}

	/** What was planned for other servers than those that are kept empty now is void. */
	function forget(): void {
		known = undefined;
		work?.callOff();
		work = undefined;
	}

	return {
		offer(request) {
			if (known?.key !== keyOf(request, keptEmpty)) {
				planSoon(request);
				return {type: 'planning'};
			}

			if (known.revision !== view.revision && performance.now() >= known.dueAt) {
				planSoon(request);
			}

			return known.answer;
		},
		scopeOf: request => permittedScope({cluster, view, plan: optionsOf(request, rules, keptEmpty)}),
		drained,
		keptEmpty,
		keepEmpty(server) {
			drained.add(server);
			forget();
			onChange();
		},
		undrain(server) {
			drained.delete(server);
			forget();
			onChange();
		},
	};
}

function keyOf(request: PlanRequest, keptEmpty: Iterable<string>): string {
	return JSON.stringify([request, ...keptEmpty]);
}

const goals: Readonly<Record<PlanKinds, PlanGoal | undefined>> = {
	all: undefined,
	streams: 'streams',
	consumers: 'consumers',
};

function optionsOf(
	{cluster, drain, measure, kinds, account, tolerance}: PlanRequest,
	rules: CountingRules,
	keptEmpty: Iterable<string>,
): PlanOptions {
	return {
		cluster,
		goal: goals[kinds],
		measure: measure === 'load' ? 'messages' : 'count',
		tolerance,
		scope: {accounts: account === undefined ? undefined : [account]},
		cordon: [...keptEmpty].filter(server => server !== drain),
		rules,
	};
}
