import {askAgain} from './ask-step-down.ts';
import {askUndo} from './ask-undo.ts';
import type {Scene} from '../rows/scene.ts';
import {isHot} from '../rows/server-rows.ts';
import {nothingSelected, type NoticeReason, type ScreenState} from '../screen-state.ts';
import {groupName} from '../rows/group-words.ts';
import {reconcileSelection} from './settle-selection.ts';

/** How long the operator has to read a notice. */
const noticeMs = 8000;

/** How often a question is brought up to date while it waits for its answer. */
const askAgainMs = 1000;

/** Asking again about more groups than this would be felt as a stutter. */
const askAgainLimit = 5000;

/** Beyond this a deleted group keeps its tag, until it is asked about: then it is left out. */
const checkedTags = 2000;

/**
 * Brings what the operator had selected, tagged and asked in line with what there is now.
 * To be called whenever the picture, the size, the time or the state itself has changed.
 */
export function reconcile(state: ScreenState, sceneOf: (state: ScreenState) => Scene): ScreenState {
	const timely = reconcileNotice(state, sceneOf(state));
	const onServer = reconcileServer(timely, sceneOf(timely));
	const scene = sceneOf(onServer);
	return reconcileDialog(
		reconcileAccount(reconcileTags(reconcileGroup(onServer, scene), scene), scene),
		scene,
	);
}

/** Takes a notice off when its time is over, or its reason has gone. */
function reconcileNotice(state: ScreenState, scene: Scene): ScreenState {
	const {notice} = state;
	if (!notice) {
		return state;
	}

	const {at, reason} = notice;
	const holds = reason === undefined || noticeReasons[reason](state, scene);
	return holds && scene.wallNow - at <= noticeMs ? state : {...state, notice: undefined};
}

const noticeReasons: Readonly<Record<NoticeReason, (state: ScreenState, scene: Scene) => boolean>> =
	{
		running: (_, {work}) => work !== undefined && work.phase !== 'ended',
		'too-small': (_, {layout}) => !layout.acts,
		locked: (_, {acting, metaPermission}) =>
			acting.type === 'locked' || metaPermission.type === 'locked',
		'no-meta-leader': (_, {view, cluster}) =>
			view.clusters.get(cluster.name)?.metaGroupLeader === undefined,
		'no-server': (_, {clusters}) => clusters.length === 0,
		'no-plan': ({dialog}, {offer}) =>
			dialog.type === 'plan' && offer?.(dialog.request).type !== 'ready',
		'plan-refused': ({dialog}, {offer}) => {
			const answer = dialog.type === 'plan' ? offer?.(dialog.request) : undefined;
			return answer?.type === 'ready' && answer.offer.refusals.length > 0;
		},
	};

function reconcileServer(state: ScreenState, scene: Scene): ScreenState {
	if (state.chosen.servers) {
		return reconcileSelection(state, scene, 'servers');
	}

	// The first look goes to what carries too much, as soon as that is known.
	const {serverIds, servers, shown} = scene;
	const hottest = servers.find(isHot)?.id ?? serverIds[0];
	const isKnown = hottest !== undefined && shown.baseline !== undefined;
	return {
		...reconcileSelection(state, scene, 'servers', {...nothingSelected, id: hottest}),
		chosen: {...state.chosen, servers: isKnown},
	};
}

/** Lets the selection follow its group. When a group has left the list, a notice says so; its neighbour is selected then. */
function reconcileGroup(state: ScreenState, scene: Scene): ScreenState {
	const before = state.selected.groups;
	if (!state.chosen.groups) {
		return reconcileSelection(state, scene, 'groups', {...before, id: undefined, index: 0});
	}

	const next = reconcileSelection(state, scene, 'groups');
	const isGone = before.id !== undefined && next.selected.groups.id !== before.id;
	return isGone ? {...next, notice: whereItWent(before.id, state, scene) ?? state.notice} : next;
}

function whereItWent(id: string, state: ScreenState, scene: Scene): ScreenState['notice'] {
	if (state.pane !== 'groups') {
		return undefined;
	}

	const {shown, wallNow: at, glyphs} = scene;
	const group = shown.groups.get(id);
	if (!group) {
		return {
			text: 'The selected group was deleted; this is its neighbour',
			tone: 'warning',
			at,
		};
	}

	const left = state.scope === 'server' && group.leader !== state.selected.servers.id;
	const name = groupName(group, glyphs);
	const where = group.leader === undefined ? 'has no leader now' : `is now led by ${group.leader}`;
	return left ? {text: `${name} ${where}; this is its neighbour`, tone: 'warning', at} : undefined;
}

function reconcileAccount(state: ScreenState, scene: Scene): ScreenState {
	return state.dialog.type === 'accounts' ? reconcileSelection(state, scene, 'accounts') : state;
}

function reconcileTags(state: ScreenState, {view}: Scene): ScreenState {
	const gone =
		state.tags.size > checkedTags ? [] : [...state.tags].filter(key => !view.groups.has(key));
	if (gone.length === 0) {
		return state;
	}

	const tags = new Set(state.tags);
	for (const key of gone) {
		tags.delete(key);
	}

	return {...state, tags};
}

/** What cannot be seen whole on a small screen. */
const hiddenWhenSmall: ReadonlySet<string> = new Set([
	'question',
	'choice',
	'filter',
	'time',
	'plan',
	'accounts',
	'upgrade',
]);

function reconcileDialog(state: ScreenState, scene: Scene): ScreenState {
	const {dialog} = state;
	const hidden = hiddenWhenSmall.has(dialog.type);
	if (!scene.layout.acts && hidden) {
		// What cannot be seen is not to be answered.
		return {...state, dialog: {type: 'none'}, dialogParent: 'lists'};
	}

	if (dialog.type !== 'question' || dialog.question.type !== 'moves') {
		return state;
	}

	const {asked} = dialog.question;
	if (!asked || scene.now - dialog.askedAt < askAgainMs) {
		return state;
	}

	const isUndo = 'lastRun' in asked;
	if ((isUndo ? asked.lastRun : asked.groups).length > askAgainLimit) {
		return state;
	}

	const question = isUndo ? askUndo(asked.lastRun, scene) : askAgain(asked, scene);
	return {...state, dialog: {...dialog, question, askedAt: scene.now}};
}
