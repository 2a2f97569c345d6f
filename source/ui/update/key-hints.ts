import {isToUndrain} from './plan-effect.ts';
import {canBeDone} from '../question.ts';
import {planEffect, type PlanEffect} from '../rows/plan-words.ts';
import {keyCaption} from '../key-caption.ts';
import type {KeyMode} from '../key-binding.ts';
import {keySectionsFor, type Action, type BoundKey} from '../keys.ts';
import {leaderless} from '../scene/listing.ts';
import type {Scene} from '../rows/scene.ts';
import {keyModeOf, type ScreenState} from '../screen-state.ts';

/** A key and what it does here: `y Enter run it`. */
export type KeyHint = {
	readonly keys: string;
	readonly label: string;
	/** Where there is no room for all, the lowest stay. */
	readonly rank: number;
	readonly locked?: true;
};

/** What stands first in the footer is what the operator is asked. */
const footerOrder = ['Answer', 'Replay', 'Filter', 'Act', 'Look', 'Move', 'Program'];

/** All that a screen is good for that has room for servers alone. */
const tinyKeys: ReadonlySet<Action> = new Set(['help', 'quit', 'back']);

/** The keys that do something where the operator is now, as far as the footer names them. */
export function keyHints(state: ScreenState, scene: Scene): readonly KeyHint[] {
	const mode = keyModeOf(state.dialog);
	const sections = keySectionsFor(scene.replay ? 'recording' : 'live');
	const bindings = footerOrder
		.flatMap(title => sections.find(section => section.title === title)?.keys ?? [])
		.filter(({modes = ['lists']}) => modes.includes(mode))
		.filter(({action}) => scene.layout.size !== 'tiny' || tinyKeys.has(action));
	const hints = bindings.flatMap((binding): KeyHint[] => {
		const label = labelOf(binding, mode, state, scene);
		// The way out of a frozen screen is always in view.
		const rank = binding.action === 'freeze' && state.frozen ? 2 : (binding.rank ?? 99);
		return label !== undefined && works(binding, state, scene)
			? [{keys: keyCaption(binding.keys[0] ?? '', scene.glyphs), label, rank}]
			: [];
	});
	return [...lockedKeys(bindings, scene), ...withSameLabel(hints)];
}

function labelOf(
	{action, label}: BoundKey,
	mode: KeyMode,
	state: ScreenState,
	scene: Scene,
): string | undefined {
	return otherLabels[action]?.(state, scene) ?? (typeof label === 'string' ? label : label?.[mode]);
}

type Now<Value> = Readonly<Partial<Record<Action, (state: ScreenState, scene: Scene) => Value>>>;

/** What a key is called where it does something else than usual. */
const otherLabels: Now<string | undefined> = {
	freeze: ({frozen}) => (frozen ? 'go on' : undefined),
	drain: (
		{
			selected: {
				servers: {id = ''},
			},
		},
		scene,
	) => (isToUndrain(id, scene) ? 'undrain' : undefined),
	'replay-pause': (_, {replay}) => (replay?.phase === 'playing' ? undefined : 'play'),
	'run-plan': (state, scene) => (hasYes(state, scene) ? undefined : 'close'),
	no: (state, scene) => (hasYes(state, scene) ? undefined : 'close'),
	refuse: (state, scene) => (hasYes(state, scene) ? undefined : 'close'),
	take: ({dialog, selected}, {checklists}) =>
		dialog.type === 'upgrade' && checklists.has(selected.servers.id ?? '')
			? 'stop following'
			: undefined,
};

function works(binding: BoundKey, state: ScreenState, scene: Scene): boolean {
	return (
		(binding.acts !== true || canAct(scene)) && (conditions[binding.action]?.(state, scene) ?? true)
	);
}

function canAct({acting, layout, work}: Scene): boolean {
	return acting.type === 'allowed' && layout.acts && !isRunning(work);
}

function isRunning(work: Scene['work']): boolean {
	return work !== undefined && work.phase !== 'ended';
}

/** When a key does something; always unless named here. */
const conditions: Now<boolean> = {
	'next-cluster': (_, {clusters}) => clusters.length > 1,
	back: ({dialog, filter}) => dialog.type !== 'none' || filter !== '',
	filter: (_, {layout}) => layout.acts,
	tag: hasGroup,
	'step-down': hasGroups,
	transfer: hasGroups,
	balance: (_, {clusters}) => clusters.length > 0,
	drain: ({
		selected: {
			servers: {id},
		},
	}) => id !== undefined && id !== leaderless,
	undo: (_, {lastRun}) => lastRun.length > 0,
	'step-down-meta': (_, {metaPermission, cluster}) =>
		metaPermission.type === 'allowed' && cluster.metaGroupLeader !== undefined,
	'stop-run': (_, {work}) => isRunning(work),
	yes: hasYes,
	'run-plan': (state, scene) => plannedEffect(state, scene) !== undefined,
	force: ({dialog}, {offer}) => {
		const answer = dialog.type === 'plan' ? offer?.(dialog.request) : undefined;
		return answer?.type === 'ready' && answer.offer.refusals.length > 0;
	},
	'undrain-planned': ({dialog}, {drained}) =>
		dialog.type === 'plan' && drained.has(dialog.request.drain ?? ''),
};

function hasGroup({pane, selected}: ScreenState): boolean {
	return pane === 'groups' && selected.groups.id !== undefined;
}

function hasGroups(state: ScreenState): boolean {
	return state.tags.size > 0 || hasGroup(state);
}

/** Whether there is something to say yes to. */
function hasYes(state: ScreenState, scene: Scene): boolean {
	const {dialog} = state;
	return dialog.type === 'question'
		? canBeDone(dialog.question)
		: (plannedEffect(state, scene) ?? 'nothing') !== 'nothing';
}

/** What a yes to the plan would do; undefined where there is no plan yet, or it is refused. */
function plannedEffect({dialog}: ScreenState, {offer, drained}: Scene): PlanEffect | undefined {
	if (dialog.type !== 'plan') {
		return undefined;
	}

	const answer = offer?.(dialog.request);
	const isRefused =
		answer?.type === 'ready' && answer.offer.refusals.length > 0 && !dialog.request.force;
	return answer?.type === 'ready' && !isRefused ? planEffect(answer.offer, drained) : undefined;
}

/** What cannot act is named with what is missing; a recording cannot act, and nobody expects it to. */
function lockedKeys(
	bindings: readonly BoundKey[],
	{acting, replay, glyphs}: Scene,
): readonly KeyHint[] {
	const keys = bindings
		.filter(({acts, label}) => acts === true && label !== undefined)
		.map(({keys: [key = '']}) => keyCaption(key, glyphs));
	return acting.type === 'locked' && !replay && keys.length > 0
		? [{keys: keys.join(' '), label: `locked: ${acting.missing}`, rank: 7, locked: true}]
		: [];
}

/** Keys that stand side by side and are called the same become one hint: `↑↓ scroll`. */
function withSameLabel(hints: readonly KeyHint[]): readonly KeyHint[] {
	const merged: KeyHint[] = [];
	for (const hint of hints) {
		const last = merged.at(-1);
		if (last?.label === hint.label) {
			const gap = /^[^ -~]$/.test(hint.keys) ? '' : ' ';
			merged.splice(-1, 1, {...last, keys: last.keys + gap + hint.keys});
		} else {
			merged.push(hint);
		}
	}

	return merged;
}
