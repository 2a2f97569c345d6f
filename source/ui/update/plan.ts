import {
	firstRequest,
	paceNames,
	planKinds,
	tolerances,
	type PlanRequest,
} from '../../domain/plan/offer.ts';
import {currentStep} from '../../domain/upgrade/checklist.ts';
import type {Scene} from '../rows/scene.ts';
import {parentDialog, type ScreenState} from '../screen-state.ts';
import {planEffect, type PlanEffect} from '../rows/plan-words.ts';
import {ask, notify, stay, want, type Handler, type Update} from './result.ts';
import {selectedServer} from './select.ts';

export const openBalance: Handler = (state, scene) =>
	scene.clusters.length === 0
		? notify(state, scene, 'Nothing to plan: no server has responded yet', 'warning', 'no-server')
		: openPlan(state, scene, undefined);

/** Drains the selected server, or goes on with it; one that is drained already may be given leaders again. */
export const openDrain: Handler = (state, scene) => {
	const server = selectedServer(state);
	if (server === undefined) {
		return notify(state, scene, 'No server is selected', 'warning');
	}

	return scene.cluster.jetStream && isToUndrain(server, scene)
		? askUndrain(state, scene, server)
		: openPlan(state, scene, server);
};

function openPlan(state: ScreenState, scene: Scene, drain: string | undefined): Update {
	const {name, jetStream} = scene.cluster;
	const request = firstRequest(name, drain, state.measure);
	return jetStream
		? stay({...state, dialog: {type: 'plan', request, top: 0}})
		: notify(state, scene, `${name} has no JetStream: nothing to move`, 'warning');
}

/**
 * Whether a server that is kept empty is to get leaders again, rather than that its drain goes on. One that is back from
 * its restart is, also where its drain was never finished.
 */
export function isToUndrain(
	server: string,
	{drained, servers, checklists}: Pick<Scene, 'drained' | 'servers' | 'checklists'>,
): boolean {
	const checklist = checklists.get(server);
	const isBack = checklist !== undefined && currentStep(checklist) === 'undrained';
	const isUnfinished = servers.some(({id, drain}) => id === server && drain === 'unfinished');
	return drained.has(server) && (isBack || !isUnfinished);
}

/** Lets the server whose drain is planned be given leaders again, where it is kept empty. */
export const undrainPlanned: Handler = (state, scene) => {
	const server = drainedByPlan(state, scene);
	return server === undefined
		? notify(state, scene, 'Nothing to undrain')
		: askUndrain(state, scene, server);
};

/** The server whose drain is planned, if it is kept empty already. */
export function drainedByPlan({dialog}: ScreenState, {drained}: Scene): string | undefined {
	const server = dialog.type === 'plan' ? dialog.request.drain : undefined;
	return server !== undefined && drained.has(server) ? server : undefined;
}

function askUndrain(state: ScreenState, scene: Scene, server: string): Update {
	return ask(state, scene, {
		type: 'plain',
		title: `Undrain ${server}?`,
		remarks: ['The next plan may give it leaders again. Nothing moves now.'],
		commands: [],
		intent: {type: 'undrain', server},
	});
}

export const nextKinds = adjust(({kinds}) => ({kinds: after(planKinds, kinds)}));

export const nextMeasure = adjust(({measure}) => ({
	measure: measure === 'count' ? 'load' : 'count',
}));

export const nextAccount = adjust(({account}, scene) => ({
	account: after(accountsOf(scene), account),
}));

export const nextTolerance = adjust(({tolerance}) => ({
	tolerance: after<number>(tolerances, tolerance),
}));

export const nextPace = adjust(({pace}) => ({pace: after(paceNames, pace)}));

export const forceOrNot = adjust(({force}) => ({force: !force}));

function adjust(change: (request: PlanRequest, scene: Scene) => Partial<PlanRequest>): Handler {
	return (state, scene) => {
		const {dialog} = state;
		if (dialog.type !== 'plan') {
			return stay(state);
		}

		const request = {...dialog.request, ...change(dialog.request, scene)};
		return stay({...state, dialog: {...dialog, request, top: 0}});
	};
}

function after<Value>(values: readonly Value[], value: Value): Value {
	return values[(values.indexOf(value) + 1) % values.length] ?? value;
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

/** Runs the plan, if it is known and there is something to run. */
export function confirmPlan(state: ScreenState, request: PlanRequest, scene: Scene): Update {
	const answer = scene.offer?.(request);
	if (answer?.type !== 'ready') {
		return notify(state, scene, 'The plan is not ready yet', 'warning', 'no-plan');
	}

	const [refusal] = answer.offer.refusals;
	if (refusal !== undefined && !request.force) {
		const words = `Refused: ${refusal}; f runs it anyway`;
		return notify(state, scene, words, 'warning', 'plan-refused');
	}

	// What comes of it is to be seen.
	const closed = {...state, frozen: undefined, dialog: parentDialog(state)};
	const {drain} = request;
	switch (planEffect(answer.offer, scene.drained)) {
		case 'run':
			return want(closed, {type: 'run-plan', request});
		case 'keep-empty':
			return want(closed, {type: 'keep-empty', server: drain ?? ''});
		case 'nothing': {
			const why = drain === undefined ? '' : `: no group on ${drain} can move`;
			return notify(closed, scene, `Nothing to do${why}`);
		}
	}
}

/** What a yes to the open plan would do; undefined where there is no plan yet, or it is refused. */
export function plannedEffect(
	{dialog}: ScreenState,
	{offer, drained}: Scene,
): PlanEffect | undefined {
	const request = dialog.type === 'plan' ? dialog.request : undefined;
	const answer = request && offer?.(request);
	const isSound =
		answer?.type === 'ready' && (answer.offer.refusals.length === 0 || request?.force === true);
	return isSound ? planEffect(answer.offer, drained) : undefined;
}

/** Whether the open plan is refused unless it is forced. */
export function isPlanRefused({dialog}: ScreenState, {offer}: Scene): boolean {
	const answer = dialog.type === 'plan' ? offer?.(dialog.request) : undefined;
	return answer?.type === 'ready' && answer.offer.refusals.length > 0;
}
