import {metaSuccessors} from '../../domain/meta-group.ts';
import type {GroupKey} from '../../domain/raft-group.ts';
import {counted} from '../../domain/words.ts';
import {isRunning} from '../../domain/work.ts';
import {smallestToAct} from '../layout.ts';
import {metaStepDownCommand} from '../nats-command.ts';
import {canBeDone, type Target} from '../question.ts';
import type {Scene} from '../rows/scene.ts';
import {parentDialog, type ScreenState} from '../screen-state.ts';
import {confirmPlan} from './plan.ts';
import {ask, notify, stay, want, withNotice, type Handler, type Update} from './result.ts';
import {askStepDown, askUndo, targetsFor, whyNot} from './step-down-question.ts';

/** Why no key may act now, to be said instead; undefined where one may. */
export function actRefusal(state: ScreenState, scene: Scene): Update | undefined {
	const {acting, layout, work} = scene;
	if (acting.type === 'locked') {
		return notify(state, scene, `Locked: ${acting.missing}`, 'warning', 'locked');
	}

	if (!layout.acts) {
		const {columns, rows} = smallestToAct;
		const words = `Too small to act: ${columns}x${rows} at least`;
		return notify(state, scene, words, 'warning', 'too-small');
	}

	return isRunning(work)
		? notify(state, scene, 'Step-downs are running: X stops them', 'warning', 'running')
		: undefined;
}

export const stepDown = onGroups((groups, state, scene) =>
	ask(state, scene, askStepDown(groups, undefined, scene)),
);

/** Chooses the server that takes over; the question comes next. */
export const transfer = onGroups((groups, state, scene) => {
	const targets = targetsFor(groups, scene);
	return targets.length === 0
		? notify(state, scene, whyNoTarget(groups, scene), 'warning')
		: stay({...state, dialog: {type: 'choice', groups, targets, index: 0}});
});

/** Acts on the tagged groups, or else on the selected one. */
function onGroups(
	act: (groups: readonly GroupKey[], state: ScreenState, scene: Scene) => Update,
): Handler {
	return (state, scene) => {
		const groups = groupsToActOn(state);
		return groups.length > 0
			? act(groups, state, scene)
			: notify(
					state,
					scene,
					state.pane === 'servers'
						? 'This key is for groups: press Tab first'
						: 'No group is selected',
					'warning',
				);
	};
}

/** The tagged groups, or else the selected one. */
export function groupsToActOn({tags, pane, selected}: ScreenState): readonly GroupKey[] {
	const {id} = selected.groups;
	return tags.size > 0 ? [...tags] : pane === 'groups' && id !== undefined ? [id] : [];
}

function whyNoTarget(groups: readonly GroupKey[], scene: Scene): string {
	const group = groups.length === 1 ? scene.view.groups.get(groups[0] ?? '') : undefined;
	if (!group) {
		return `No server can take over any of these ${counted(groups.length, 'group')}`;
	}

	const reason = whyNot(group, group.followers[0]?.server, scene) ?? 'cannot be moved';
	return `${group.consumer ?? group.stream} ${reason}`;
}

export const takeTarget: Handler = (state, scene) => {
	const {dialog} = state;
	const target = dialog.type === 'choice' ? dialog.targets[dialog.index] : undefined;
	if (dialog.type !== 'choice' || !target) {
		return stay({...state, dialog: {type: 'none'}});
	}

	return dialog.groups.length === 0
		? askMeta(state, scene, target.server)
		: ask(state, scene, askStepDown(dialog.groups, target.server, scene));
};

export const stepDownMeta: Handler = (state, scene) => {
	const {metaPermission, cluster} = scene;
	const permission = metaPermission(cluster.name);
	if (permission.type === 'locked') {
		return notify(state, scene, `Locked: ${permission.missing}`, 'warning', 'locked');
	}

	const targets = metaTargets(scene);
	return targets.length === 0
		? askMeta(state, scene, undefined)
		: stay({...state, dialog: {type: 'choice', groups: [], targets, index: 0}});
};

/** Servers that can lead the meta group next, the best first; none where the servers choose. */
function metaTargets({cluster, view, drained}: Scene): readonly Target[] {
	const {domain} = view.servers.get(cluster.metaGroupLeader ?? '') ?? {};
	return metaSuccessors(view.metaGroups.get(domain), view.servers, drained).map(server => {
		const {streams = 0, consumers = 0} = view.counts.get(server) ?? {};
		return {server, eligible: 1, leaders: streams + consumers};
	});
}

function askMeta(state: ScreenState, scene: Scene, to: string | undefined): Update {
	const {cluster, view} = scene;
	const leader = view.clusters.get(cluster.name)?.metaGroupLeader;
	return leader === undefined
		? notify(state, scene, 'No meta leader to step down now', 'warning', 'no-meta-leader')
		: ask(state, scene, {
				type: 'plain',
				title: `Step down the meta leader ${leader}${to === undefined ? '' : `, to ${to}`}?`,
				remarks: [
					to === undefined
						? 'The servers elect the next one themselves.'
						: 'The servers may elect another one nevertheless.',
					'Until then streams and consumers cannot be created, deleted or moved. Messages still flow.',
				],
				commands: [metaStepDownCommand(to)],
				intent: {type: 'step-down-meta', cluster: cluster.name, to},
			});
}

/** Rolls the server whose turn it is: each one is asked for. */
export const rollNext: Handler = (state, scene) => {
	const next = scene.upgrade?.next;
	if (next?.type !== 'next') {
		const reason =
			next?.type === 'wait'
				? `Wait: ${next.server} ${next.reason}`
				: `Nothing to roll: ${next?.type === 'done' ? next.reason : 'no server with JetStream'}`;
		return notify(state, scene, reason, 'warning');
	}

	const row = scene.upgrade?.rows.find(({row}) => row.id === next.server)?.row;
	const {streamLeaders = 0, consumerLeaders = 0, r1 = 0} = row?.share ?? {};
	const meta = row?.metaLeader === true ? ', then the meta leader' : '';
	return ask(state, scene, {
		type: 'plain',
		title: `Roll ${next.server}?`,
		remarks: [
			`Waits until it may stop, and moves ${counted(streamLeaders + consumerLeaders, 'leader')} away${meta}.`,
			'Then you restart it: this waits until it is back and has caught up. X stops.',
			...(r1 > 0 ? [`${counted(r1, 'group')} with one replica will be down with it.`] : []),
		],
		commands: [],
		intent: {type: 'roll', cluster: scene.cluster.name, server: next.server},
	});
};

export const undo: Handler = (state, scene) =>
	scene.lastRun.length === 0
		? notify(state, scene, 'Nothing to undo')
		: ask(state, scene, askUndo(scene.lastRun, scene));

/** Yes: what was asked is wanted, unless there is nothing of it that could be done. */
export const sayYes: Handler = (state, scene) => {
	if (state.dialog.type === 'plan') {
		return confirmPlan(state, state.dialog.request, scene);
	}

	if (state.dialog.type !== 'question') {
		return stay(state);
	}

	const {question} = state.dialog;
	// What comes of it is to be seen.
	const answered = {...state, frozen: undefined, dialog: parentDialog(state)};
	if (!canBeDone(question)) {
		return notify(answered, scene, 'Nothing to do');
	}

	const moves = 'moves' in question.intent ? question.intent.moves : [];
	const moved = new Set(moves.map(({group}) => group));
	const tags = new Set([...state.tags].filter(key => !moved.has(key)));
	return want({...answered, tags}, question.intent);
};

export const sayNo: Handler = (state, scene) =>
	notify({...state, dialog: parentDialog(state)}, scene, 'Nothing was done');

/** Sends nothing more, at once and without a question. */
export const stopRun: Handler = (state, scene) =>
	isRunning(scene.work)
		? want(withNotice(state, scene, 'Stopping: nothing more is sent', 'warning', 'running'), {
				type: 'stop-run',
			})
		: notify(state, scene, 'Nothing is running');

export const quit: Handler = (state, scene) =>
	isRunning(scene.work)
		? ask(state, scene, {
				type: 'plain',
				title: 'Step-downs are running. Stop and quit?',
				remarks: ['Step-downs already sent still happen; no more are sent.'],
				commands: [],
				intent: {type: 'quit'},
			})
		: want(state, {type: 'quit'});

export const quitAtOnce: Handler = state => want(state, {type: 'quit'});
