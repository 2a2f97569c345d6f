import {askUndo} from './ask-undo.ts';
import {planEffect} from '../rows/plan-words.ts';
import {isToUndrain} from './plan-effect.ts';
import {
	firstRequest,
	paceNames,
	planKinds,
	tolerances,
	type PlanRequest,
} from '../../domain/plan/offer.ts';
import {leaderless} from '../scene/listing.ts';
import type {Scene} from '../rows/scene.ts';
import {parentDialog, type ScreenState} from '../screen-state.ts';
import {ask, unlessLocked} from './act.ts';
import {stay, notify, want, type Handler, type Update} from './result.ts';

export const openBalance: Handler = (state, scene) =>
	unlessLocked(state, scene, () =>
		scene.clusters.length === 0
			? notify(state, 'Nothing to plan yet: no server has answered', 'warning', scene, 'no-server')
			: !scene.cluster.jetStream
				? notifyNoJetStream(state, scene)
				: openPlan(state, firstRequest(scene.cluster.name, undefined, state.measure)),
	);

/** Drains the selected server, or goes on with it; one that is drained already may be given leaders again. */
export const openDrain: Handler = (state, scene) =>
	unlessLocked(state, scene, () => {
		const {id} = state.selected.servers;
		if (id === undefined || id === leaderless) {
			return notify(state, 'No server is selected', 'warning', scene);
		}

		if (!scene.cluster.jetStream) {
			return notifyNoJetStream(state, scene);
		}

		return isToUndrain(id, scene)
			? askUndrain(state, id, scene)
			: openPlan(state, firstRequest(scene.cluster.name, id, state.measure));
	});

function notifyNoJetStream(state: ScreenState, scene: Scene): Update {
	return notify(state, `${scene.cluster.name} has no JetStream: nothing to move`, 'warning', scene);
}

/** Lets the server whose drain is planned be given leaders again, where it is kept empty. */
export const undrainPlanned: Handler = (state, scene) => {
	const server = state.dialog.type === 'plan' ? state.dialog.request.drain : undefined;
	return server !== undefined && scene.drained.has(server)
		? askUndrain(state, server, scene)
		: notify(state, 'There is nothing to undrain', 'muted', scene);
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
			? notify(state, 'Nothing has been moved that could be undone', 'muted', scene)
			: ask(state, askUndo(scene.lastRun, scene), scene),
	);

export const nextKinds: Handler = state =>
	adjust(state, request => ({...request, kinds: after(planKinds, request.kinds)}));

export const nextMeasure: Handler = state =>
	adjust(state, request => ({...request, measure: request.measure === 'count' ? 'load' : 'count'}));

export const nextAccount: Handler = (state, scene) =>
	adjust(state, request => ({...request, account: after(accountsOf(scene), request.account)}));

export const nextTolerance: Handler = state =>
	adjust(state, request => ({...request, tolerance: after<number>(tolerances, request.tolerance)}));

export const nextPace: Handler = state =>
	adjust(state, request => ({...request, pace: after(paceNames, request.pace)}));

export const forceOrNot: Handler = state =>
	adjust(state, request => ({...request, force: !request.force}));

/** Runs the plan, if it is known and there is something to run. */
export function confirmPlan(state: ScreenState, request: PlanRequest, scene: Scene): Update {
	const answer = scene.offer?.(request);
	if (answer?.type !== 'ready') {
		return notify(state, 'No plan yet to say yes to', 'warning', scene, 'no-plan');
	}

	const {offer} = answer;
	const {refusals} = offer;
	if (refusals.length > 0 && !request.force) {
		return notify(
			state,
			`Refused: ${refusals[0] ?? ''}; f runs it anyway`,
			'warning',
			scene,
			'plan-refused',
		);
	}

	// What comes of it is to be seen.
	const closed = {...state, frozen: undefined, dialog: parentDialog(state)};
	switch (planEffect(offer, scene.drained)) {
		case 'run':
			return want(closed, {type: 'run-plan', request});
		case 'keep-empty':
			return want(closed, {type: 'keep-empty', server: request.drain ?? ''});
		case 'nothing':
			return notify(closed, nothingToDo(request), 'muted', scene);
	}
}

function nothingToDo({drain}: PlanRequest): string {
	return drain === undefined
		? 'There was nothing to do'
		: `There was nothing to do: nothing on ${drain} can be moved away`;
}

function openPlan(state: ScreenState, request: PlanRequest): Update {
	return stay({...state, dialog: {type: 'plan', request, top: 0}});
}

function adjust(state: ScreenState, change: (request: PlanRequest) => PlanRequest): Update {
	const {dialog} = state;
	return dialog.type === 'plan'
		? stay({...state, dialog: {...dialog, request: change(dialog.request), top: 0}})
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
