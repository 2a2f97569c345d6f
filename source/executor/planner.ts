import type {ClusterPicture} from '../domain/cluster-picture.ts';
import {planInSteps} from '../domain/plan/plan-balance.ts';
import type {PlanGoal, PlanOptions} from '../domain/plan/plan-options.ts';
import type {Plan} from '../domain/plan/plan.ts';
import {systemClock} from './clock.ts';
import {holdRates} from './hold-rates.ts';
import type {GoalOptions} from './run-to-goal.ts';
import {inTurns} from './take-turns.ts';

/** Makes the plans of one run. */
export type Planner = {
	/** What there is to plan from now. */
	readonly picture: () => ClusterPicture;
	/** The plan for it: the last one, if nothing has changed since. */
	readonly present: () => Promise<Plan>;
	/** The plan for a picture that is not the present one. */
	readonly planOn: (picture: ClusterPicture) => Promise<Plan>;
	/** What is planned for at this moment. */
	readonly options: () => PlanOptions;
};

export function planner({
	picture: seen,
	plan: wanted,
	confirmed,
	clock = systemClock,
}: Pick<GoalOptions, 'picture' | 'plan' | 'confirmed' | 'clock'>): Planner {
	const isByMessages = wanted.measure === 'messages';
	const hold = isByMessages ? holdRates(seen()) : undefined;
	const picture = () => hold?.(seen()) ?? seen();
	// Rates are others by now.
	let last = isByMessages ? undefined : confirmed;
	let goal: PlanGoal | undefined;

	function options(): PlanOptions {
		const {rest} = wanted;
		return {
			...wanted,
			...(goal && {goal, keepsGoal: true}),
			...(rest && {rest: {...rest, now: clock.now()}}),
		};
	}

	function isPresent({planRevision}: Plan): boolean {
		// Who is resting changes with the time alone.
		const mayLast = wanted.rest === undefined && planRevision !== undefined;
		return mayLast && planRevision === seen().planRevision;
	}

	/** Whoever else is at work in this process goes on meanwhile. */
	async function planOn(from: ClusterPicture): Promise<Plan> {
		return inTurns(planInSteps(from, options()), clock.now);
	}

	return {
		picture,
		async present() {
			last = last && isPresent(last) ? last : await planOn(picture());
			// What the first plan settled for: once it is reached, the wanted goal might come into reach, at further cost.
			goal ??= last.goal;
			return last;
		},
		planOn,
		options,
	};
}
