import type {Cluster} from '../../cluster.ts';
import type {CountingRules} from '../../domain/distribution.ts';
import type {PlanGoal, PlanOptions} from '../../domain/plan/plan-options.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import {paces, type OfferAnswer, type PlanKinds, type PlanWish} from '../../ui/act/plan-wish.ts';
import {messageOf} from '../cli/message-of.ts';
import {makeOffer, type MadeOffer} from '../move/make-offer.ts';

/** Plans for the screen, and which servers they keep empty. */
export type Planning = {
	/** Never plans by itself: the answer is `planning` until there was time for it. Asked again and again, it follows the cluster. */
	readonly offer: (wish: PlanWish) => OfferAnswer;
	/** Plans at once. */
	readonly make: (wish: PlanWish) => MadeOffer;
	readonly drained: ReadonlySet<string>;
	/** No later plan gives the server leaders. */
	readonly keepEmpty: (server: string) => void;
	readonly undrain: (server: string) => void;
};

type PlanningParts = {
	readonly cluster: Pick<Cluster, 'permission'>;
	readonly view: ClusterView;
	readonly rules: CountingRules;
	/** An answer is another one than before. */
	readonly onChange: () => void;
};

/** A plan is made anew when the cluster has changed, once a second at most and for at most 2 % of a core. */
const leastRestMs = 1000;
const restFactor = 50;

type Known = {readonly answer: OfferAnswer; readonly revision: number; readonly dueAt: number};

export function createPlanning({cluster, view, rules, onChange}: PlanningParts): Planning {
	const drained = new Set<string>();
	let wanted: string | undefined;
	let known: Known | undefined;
	let isDue = false;

	function make(wish: PlanWish): MadeOffer {
		return makeOffer({
			cluster,
			view,
			task: wish.drain === undefined ? {type: 'balance'} : {type: 'drain', server: wish.drain},
			plan: optionsOf(wish, rules, drained),
			pace: paces[wish.pace],
		});
	}

	/** Planning takes its time: the picture that says so is to be seen first. */
	function planSoon(wish: PlanWish): void {
		if (!isDue) {
			isDue = true;
			setTimeout(() => {
				isDue = false;
				known = plannedNow(wish);
				onChange();
			}, 0);
		}
	}

	function plannedNow(wish: PlanWish): Known {
		const {revision} = view;
		const startedAt = performance.now();
		const answer = answerTo(wish);
		const endedAt = performance.now();
		const restMs = Math.max(leastRestMs, restFactor * (endedAt - startedAt));
		wanted = keyOf(wish);
		return {answer, revision, dueAt: endedAt + restMs};
	}

	function answerTo(wish: PlanWish): OfferAnswer {
		try {
			return {type: 'ready', offer: make(wish).offer};
		} catch (error) {
			return {type: 'failed', reason: messageOf(error)};
		}
	}

	return {
		offer(wish) {
			if (known === undefined || wanted !== keyOf(wish)) {
				planSoon(wish);
				return {type: 'planning'};
			}

			if (known.revision !== view.revision && performance.now() >= known.dueAt) {
				planSoon(wish);
			}

			return known.answer;
		},
		make,
		drained,
		keepEmpty(server) {
			drained.add(server);
			known = undefined;
		},
		undrain(server) {
			drained.delete(server);
			known = undefined;
			onChange();
		},
	};
}

function keyOf(wish: PlanWish): string {
	return JSON.stringify(wish);
}

const goals: Readonly<Record<PlanKinds, PlanGoal | undefined>> = {
	all: undefined,
	streams: 'streams',
	consumers: 'consumers',
};

function optionsOf(
	{cluster, drain, kinds, account, tolerance}: PlanWish,
	rules: CountingRules,
	drained: ReadonlySet<string>,
): PlanOptions {
	return {
		cluster,
		goal: goals[kinds],
		tolerance,
		scope: {accounts: account === undefined ? undefined : [account]},
		cordon: [...drained].filter(server => server !== drain),
		rules,
	};
}
