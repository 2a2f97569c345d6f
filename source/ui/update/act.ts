import {askStepDown, countOf, whyNot} from './ask-step-down.ts';
import {metaStepDownCommand} from '../nats-command.ts';
import type {Question} from '../question.ts';
import {targetsFor} from './targets.ts';
import type {GroupKey} from '../../domain/raft-group.ts';
import {smallestToAct} from '../layout.ts';
import type {Scene} from '../rows/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import {stay, notify, type Handler, type Update} from './result.ts';

export const stepDown: Handler = (state, scene) =>
	withGroups(state, scene, groups => ask(state, askStepDown(groups, undefined, scene), scene));

export const transfer: Handler = (state, scene) =>
	withGroups(state, scene, groups => {
		const targets = targetsFor(groups, scene);
		return targets.length === 0
			? notify(state, whyNobody(groups, scene), 'warning', scene)
			: stay({...state, dialog: {type: 'choice', groups, targets, index: 0}});
	});

export const stepDownMeta: Handler = (state, scene) =>
	unlessLocked(state, scene, () => {
		const {name} = scene.cluster;
		const metaLeader = scene.view.clusters.get(name)?.metaGroupLeader;
		if (scene.metaPermission.type === 'locked') {
			return notify(state, `Locked: ${scene.metaPermission.missing}`, 'warning', scene, 'locked');
		}

		if (metaLeader === undefined) {
			return notify(state, 'No meta leader to step down now', 'warning', scene, 'no-meta-leader');
		}

		return ask(
			state,
			{
				type: 'plain',
				title: `Step down the meta leader ${metaLeader}?`,
				remarks: [
					'The servers elect another one: which one is not known before.',
					'Until then nothing can be created, deleted or moved. Messages flow on.',
				],
				commands: [metaStepDownCommand],
				intent: {type: 'step-down-meta', cluster: name},
			},
			scene,
		);
	});

/** Runs `act` with the tagged groups, or else the selected one, if anything may be done at all. */
function withGroups(
	state: ScreenState,
	scene: Scene,
	act: (groups: readonly GroupKey[]) => Update,
): Update {
	return unlessLocked(state, scene, () => {
		if (state.tags.size > 0) {
			return act([...state.tags]);
		}

		const {id} = state.selected.groups;
		if (state.pane === 'servers') {
			return notify(state, 'This acts on groups: Tab goes to them', 'warning', scene);
		}

		return id === undefined ? notify(state, 'No group is selected', 'warning', scene) : act([id]);
	});
}

/** Runs `act` where something may be done at all, and nothing is being done. */
export function unlessLocked(state: ScreenState, scene: Scene, act: () => Update): Update {
	const {acting, layout, work} = scene;
	if (acting.type === 'locked') {
		return notify(state, `Locked: ${acting.missing}`, 'warning', scene, 'locked');
	}

	if (!layout.acts) {
		const {columns, rows} = smallestToAct;
		return notify(
			state,
			`Too small to act: ${columns}x${rows} at least`,
			'warning',
			scene,
			'too-small',
		);
	}

	return work && work.phase !== 'ended'
		? notify(state, 'Step-downs are running: X stops them', 'warning', scene, 'running')
		: act();
}

/** Puts a question in front. */
export function ask(state: ScreenState, question: Question, {now}: Scene): Update {
	return stay({...state, dialog: {type: 'question', question, top: 0, askedAt: now}});
}

function whyNobody(groups: readonly GroupKey[], scene: Scene): string {
	const group = groups.length === 1 ? scene.view.groups.get(groups[0] ?? '') : undefined;
	if (!group) {
		return `No server can take over any of these ${countOf(groups.length)}`;
	}

	const reason = whyNot(group, group.followers[0]?.server, scene) ?? 'cannot be moved';
	return `${group.consumer ?? group.stream} ${reason}`;
}
