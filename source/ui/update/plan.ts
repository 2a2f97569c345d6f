import {askUndo} from '../act/ask-undo.ts';
import {isToUndrain, planEffect} from '../act/plan-effect.ts';
import {
	firstWish,
	paceNames,
	planKinds,
	tolerances,
	type PlanWish,
} from '../../domain/plan/plan-request.ts';
import {leaderless} from '../scene/listing.ts';
import type {Scene} from '../scene/scene.ts';
import {frontUnder, type ScreenState} from '../screen-state.ts';
import {ask, unlessLocked} from './act.ts';
import {stay, tell, want, type Handler, type Update} from './result.ts';

export const openBalance: Handler = (state, scene) =>
	unlessLocked(state, scene, () =>
		scene.clusters.length === 0
			? tell(state, 'Nothing to plan yet: no server has answered', 'warning', scene, 'no-server')
			: !scene.cluster.jetStream
				? tellNoJetStream(state, scene)
				: openPlan(state, firstWish(scene.cluster.name, undefined, state.measure)),
	);

/** Drains the selected server, or goes on with it; one that is drained already may be given leaders again. */
export const openDrain: Handler = (state, scene) =>
	unlessLocked(state, scene, () => {
		const {id} = state.server;
		if (id === undefined || id === leaderless) {
			return tell(state, 'No server is selected', 'warning', scene);
		}

		if (!scene.cluster.jetStream) {
			return tellNoJetStream(state, scene);
		}

		return isToUndrain(id, scene)
			? askUndrain(state, id, scene)
			: openPlan(state, firstWish(scene.cluster.name, id, state.measure));
	});

function tellNoJetStream(state: ScreenState, scene: Scene): Update {
	return tell(state, `${scene.cluster.name} has no JetStream: nothing to move`, 'warning', scene);
}

/** Lets the server whose drain is planned be given leaders again, where it is kept empty. */
export const undrainPlanned: Handler = (state, scene) => {
	const server = state.front.type === 'plan' ? state.front.wish.drain : undefined;
	return server !== undefined && scene.drained.has(server)
		? askUndrain(state, server, scene)
		: tell(state, 'There is nothing to undrain', 'muted', scene);
};

function askUndrain(state: ScreenState, server: string, scene: Scene): Update {
	const question = {
		type: 'plain',
		title: `Undrain ${server}?`,
		remarks: ['It may be given leaders again by the next plan. Nothing moves now.'],
		commands: [],
		intent: {type: 'undrain', server},
	} as const;
	return ask(state, question, scene);
}

export const undo: Handler = (state, scene) =>
	unlessLocked(state, scene, () =>
		scene.lastRun.length === 0
			? tell(state, 'Nothing has been moved that could be undone', 'muted', scene)
			: ask(state, askUndo(scene.lastRun, scene), scene),
	);

export const nextKinds: Handler = state =>
	adjust(state, wish => ({...wish, kinds: after(planKinds, wish.kinds)}));

export const nextMeasure: Handler = state =>
	adjust(state, wish => ({...wish, measure: wish.measure === 'count' ? 'load' : 'count'}));

export const nextAccount: Handler = (state, scene) =>
	adjust(state, wish => ({...wish, account: after(accountsOf(scene), wish.account)}));

export const nextTolerance: Handler = state =>
	adjust(state, wish => ({...wish, tolerance: after<number>(tolerances, wish.tolerance)}));

export const nextPace: Handler = state =>
	adjust(state, wish => ({...wish, pace: after(paceNames, wish.pace)}));

export const forceOrNot: Handler = state => adjust(state, wish => ({...wish, force: !wish.force}));

/** Runs the plan, if it is known and there is something to run. */
export function confirmPlan(state: ScreenState, wish: PlanWish, scene: Scene): Update {
	const answer = scene.offer?.(wish);
	if (answer?.type !== 'ready') {
		return tell(state, 'No plan yet to say yes to', 'warning', scene, 'no-plan');
	}

	const {offer} = answer;
	const {refusals} = offer;
	if (refusals.length > 0 && !wish.force) {
		return tell(
			state,
			`Refused: ${refusals[0] ?? ''}; f runs it anyway`,
			'warning',
			scene,
			'plan-refused',
		);
	}

	// What comes of it is to be seen.
	const closed = {...state, frozen: undefined, front: frontUnder(state)};
	switch (planEffect(offer, scene.drained)) {
		case 'run':
			return want(closed, {type: 'run-plan', wish});
		case 'keep-empty':
			return want(closed, {type: 'keep-empty', server: wish.drain ?? ''});
		case 'nothing':
			return tell(closed, nothingToDo(wish), 'muted', scene);
	}
}

function nothingToDo({drain}: PlanWish): string {
	return drain === undefined
		? 'There was nothing to do'
		: `There was nothing to do: nothing on ${drain} can be moved away`;
}

function openPlan(state: ScreenState, wish: PlanWish): Update {
	return stay({...state, front: {type: 'plan', wish, top: 0}});
}

function adjust(state: ScreenState, change: (wish: PlanWish) => PlanWish): Update {
	const {front} = state;
	return front.type === 'plan'
		? stay({...state, front: {...front, wish: change(front.wish), top: 0}})
		: stay(state);
}

/** All of them together first, then one by one. */
function accountsOf({view, cluster}: Scene): ReadonlyArray<string | undefined> {
	const names = new Set<string>();
	for (const group of view.groups.values()) {
		if (group.cluster === cluster.name && group.replicas > 1) {
			names.add(group.account);
		}
	}

	return [undefined, ...[...names].sort()];
}

function after<Value>(values: readonly Value[], value: Value): Value {
	return values[(values.indexOf(value) + 1) % values.length] ?? value;
}
