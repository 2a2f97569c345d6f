import {askAgain} from '../act/ask-step-down.ts';
import {askUndo} from '../act/ask-undo.ts';
import type {Scene} from '../scene/scene.ts';
import {isHot} from '../scene/server-row.ts';
import type {NoticeReason, ScreenState} from '../screen-state.ts';
import {settleGroup} from './settle-group.ts';
import {settleAccount} from './account.ts';
import {keepInView, settleSelection} from './settle-selection.ts';

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
export function settle(state: ScreenState, sceneOf: (state: ScreenState) => Scene): ScreenState {
	const timely = settleNotice(state, sceneOf(state));
	const onServer = settleServer(timely, sceneOf(timely));
	const scene = sceneOf(onServer);
	return settleFront(settleAccount(settleTags(settleGroup(onServer, scene), scene), scene), scene);
}

/** Takes a notice off when its time is over, or its reason has gone. */
function settleNotice(state: ScreenState, scene: Scene): ScreenState {
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
		'no-plan': ({front}, {offer}) => front.type === 'plan' && offer?.(front.wish).type !== 'ready',
		'plan-refused': ({front}, {offer}) => {
			const answer = front.type === 'plan' ? offer?.(front.wish) : undefined;
			return answer?.type === 'ready' && answer.offer.refusals.length > 0;
		},
	};

function settleServer(state: ScreenState, scene: Scene): ScreenState {
	const {serverIds, layout, servers, shown} = scene;
	if (!state.chosen.server) {
		// The first look goes to what carries too much, as soon as that is known.
		const hottest = servers.find(isHot)?.id ?? serverIds[0];
		const index = Math.max(0, serverIds.indexOf(hottest ?? ''));
		const server = {
			id: hottest,
			index,
			top: keepInView(0, index, layout.servers, serverIds.length),
		};
		const isKnown = hottest !== undefined && shown.baseline !== undefined;
		return {...state, server, chosen: {...state.chosen, server: isKnown}};
	}

	const server = settleSelection(
		state.server,
		serverIds.indexOf(state.server.id ?? ''),
		{count: serverIds.length, idAt: index => serverIds[index]},
		layout.servers,
	);
	return server === state.server ? state : {...state, server};
}

function settleTags(state: ScreenState, {view}: Scene): ScreenState {
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

function settleFront(state: ScreenState, scene: Scene): ScreenState {
	const {front} = state;
	const hidden = hiddenWhenSmall.has(front.type);
	if (!scene.layout.acts && hidden) {
		// What cannot be seen is not to be answered.
		return {...state, front: {type: 'nothing'}, under: 'lists'};
	}

	if (front.type !== 'question' || front.question.type !== 'moves') {
		return state;
	}

	const {asked} = front.question;
	if (!asked || scene.now - front.askedAt < askAgainMs) {
		return state;
	}

	const isUndo = 'lastRun' in asked;
	if ((isUndo ? asked.lastRun : asked.groups).length > askAgainLimit) {
		return state;
	}

	const question = isUndo ? askUndo(asked.lastRun, scene) : askAgain(asked, scene);
	return {...state, front: {...front, question, askedAt: scene.now}};
}
