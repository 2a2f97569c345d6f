import {isRunning} from '../../domain/work.ts';
import {groupName} from '../rows/group-words.ts';
import type {Scene} from '../rows/scene.ts';
import {isHot} from '../rows/server-rows.ts';
import {
	noSelection,
	type DialogState,
	type NoticeReason,
	type ScreenState,
} from '../screen-state.ts';
import {withNotice} from './result.ts';
import {reconcileSelection} from './select.ts';
import {askAgain} from './step-down-question.ts';

/** How long the operator has to read a notice. */
const noticeMs = 8000;

/** How often a question is brought up to date while it waits for its answer. */
const askAgainMs = 1000;

/** Asking again about more groups than this would be felt as a stutter. */
const askAgainLimit = 5000;

/** With more tags, a deleted group keeps its tag until it is asked about: then it is left out. */
const checkedTags = 2000;

/**
 * Brings what the operator had selected, tagged and asked in line with what there is now.
 * To be called whenever the picture, the size, the time or the state itself has changed.
 */
export function reconcile(state: ScreenState, sceneOf: (state: ScreenState) => Scene): ScreenState {
	const timely = reconcileNotice(state, sceneOf(state));
	const onServer = reconcileServer(timely, sceneOf(timely));
	const scene = sceneOf(onServer);
	return [reconcileGroup, reconcileTags, reconcileAccount, reconcileDialog].reduce(
		(next, part) => part(next, scene),
		onServer,
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
		running: (_, {work}) => isRunning(work),
		'too-small': (_, {layout}) => !layout.acts,
		locked: (_, {acting, metaPermission, cluster}) =>
			acting.type === 'locked' || metaPermission(cluster.name).type === 'locked',
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
	if (state.selected.servers.isChosen) {
		return reconcileSelection(state, scene, 'servers');
	}

	// The first look goes to what carries too much, as soon as that is known.
	const {serverIds, servers, shown} = scene;
	const id = servers.find(isHot)?.id ?? serverIds[0];
	const isChosen = id !== undefined && shown.baseline !== undefined;
	return reconcileSelection(state, scene, 'servers', {...noSelection, id, isChosen});
}

/** Lets the selection follow its group. When a group has left the list, a notice says so; its neighbour is selected then. */
function reconcileGroup(state: ScreenState, scene: Scene): ScreenState {
	const before = state.selected.groups;
	if (!before.isChosen) {
		return reconcileSelection(state, scene, 'groups', {...before, id: undefined, index: 0});
	}

	const next = reconcileSelection(state, scene, 'groups');
	const words =
		before.id !== undefined && next.selected.groups.id !== before.id && state.pane === 'groups'
			? whereItWent(before.id, state, scene)
			: undefined;
	return words === undefined
		? next
		: withNotice(next, scene, `${words}; the next group is selected`, 'warning');
}

function whereItWent(key: string, state: ScreenState, scene: Scene): string | undefined {
	const group = scene.shown.groups.get(key);
	if (!group) {
		return 'The selected group was deleted';
	}

	const {leader} = group;
	const where = leader === undefined ? 'has no leader now' : `is now led by ${leader}`;
	return state.scope === 'server' && leader !== state.selected.servers.id
		? `${groupName(group, scene.glyphs)} ${where}`
		: undefined;
}

function reconcileTags(state: ScreenState, {view}: Scene): ScreenState {
	const isChecked = state.tags.size <= checkedTags;
	const kept = isChecked ? [...state.tags].filter(key => view.groups.has(key)) : undefined;
	return kept && kept.length < state.tags.size ? {...state, tags: new Set(kept)} : state;
}

function reconcileAccount(state: ScreenState, scene: Scene): ScreenState {
	return state.dialog.type === 'accounts' ? reconcileSelection(state, scene, 'accounts') : state;
}

/** What cannot be seen whole on a small screen. */
const needsRoom: ReadonlySet<DialogState['type']> = new Set([
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
	if (!scene.layout.acts && needsRoom.has(dialog.type)) {
		// What cannot be seen is not to be answered.
		return {...state, dialog: {type: 'none'}, dialogParent: 'lists'};
	}

	if (dialog.type !== 'question' || dialog.question.type !== 'moves') {
		return state;
	}

	const {asked} = dialog.question;
	return scene.now - dialog.askedAt < askAgainMs || asked.groups.length > askAgainLimit
		? state
		: {...state, dialog: {...dialog, question: askAgain(asked, scene), askedAt: scene.now}};
}
