import {isRunning} from '../../domain/work.ts';
import type {Scene} from '../rows/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import {
	keyCaption,
	keyModeOf,
	type KeyBinding,
	type KeyMode,
	type KeySection,
	type KeySource,
} from './key-binding.ts';
import {keySections} from './keys.ts';
import {freezeOrGoOn} from './lists.ts';

/** The sections of keys that mean something there. */
export function keySectionsFor(source: KeySource): readonly KeySection[] {
	return sections[source];
}

const sections = {live: sectionsOf('live'), recording: sectionsOf('recording')};

function sectionsOf(source: KeySource): readonly KeySection[] {
	const applies = ({only}: {readonly only?: KeySource}) => only === undefined || only === source;
	return keySections
		.filter(applies)
		.map(section => ({...section, keys: section.keys.filter(applies)}));
}

/** What a key means where the screen is now; undefined when nothing. */
export function bindingOf(
	mode: KeyMode,
	name: string,
	source: KeySource = 'live',
): KeyBinding | undefined {
	return sections[source]
		.flatMap(({keys}) => keys)
		.find(({keys, modes}) => modes.includes(mode) && keys.includes(name));
}

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

/** The keys that do something where the operator is now, as far as the footer names them. */
export function keyHints(state: ScreenState, scene: Scene): readonly KeyHint[] {
	const mode = keyModeOf(state.dialog);
	const sections = keySectionsFor(scene.replay ? 'recording' : 'live');
	const bindings = footerOrder
		.flatMap(title => sections.find(section => section.title === title)?.keys ?? [])
		.filter(({modes, tiny}) => modes.includes(mode) && (scene.layout.size !== 'tiny' || tiny));
	const hints = bindings.flatMap((binding): KeyHint[] => {
		const {label: words} = binding;
		const label = typeof words === 'function' ? words(state, scene) : words;
		// The way out of a frozen screen is always in view.
		const isThaw = binding.run === freezeOrGoOn && state.frozen !== undefined;
		const rank = isThaw ? 2 : (binding.rank ?? 99);
		return label !== undefined && works(binding, state, scene)
			? [{keys: keyCaption(binding.keys[0] ?? '', scene.glyphs), label, rank}]
			: [];
	});
	return [...lockedKeys(bindings, scene), ...withSameLabel(hints)];
}

function works({acts, when}: KeyBinding, state: ScreenState, scene: Scene): boolean {
	const {acting, layout, work} = scene;
	const canAct = acting.type === 'allowed' && layout.acts && !isRunning(work);
	return (!acts || canAct) && (when?.(state, scene) ?? true);
}

/** Keys that cannot act, with what is missing; none for a recording, which never acts. */
function lockedKeys(
	bindings: readonly KeyBinding[],
	{acting, replay, glyphs}: Scene,
): readonly KeyHint[] {
	const keys = bindings
		.filter(({acts, label}) => acts && label !== undefined)
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
