import {useEffect, useEffectEvent} from 'react';
import {useInput, usePaste, useStdin, type Key} from 'ink';
import {functionKeys} from './terminal-modes.ts';

/** One key, whatever bytes the terminal sent for it. */
export type KeyPress = {
	/**
	 * What to compare with: the character itself (`j`, `S`, `?`), or the name of a key that has none: `up`, `pagedown`,
	 * `enter`, `escape`, `space`, `f1`. Modifiers stand before it: `ctrl-c`, `meta-x`, `shift-tab`. A shifted character is
	 * just the other character.
	 */
	readonly name: string;
	/** What the key adds to a text field; empty for keys that add nothing. */
	readonly text: string;
	/** Several different characters came at once: a paste into a terminal that does not mark pastes. It must not act. */
	readonly pasted: boolean;
};

export type KeyHandlers = {
	readonly onKey: (key: KeyPress) => void;
	readonly onPaste: (text: string) => void;
};

/** Characters of a paste that are kept: a text field wants a name, and someone may paste a log file. */
const pasteLimit = 4096;

/** Has keys and pastes delivered, one by one, while the component is mounted. */
export function useKeys({onKey, onPaste}: KeyHandlers): void {
	useInput((input, key) => {
		for (const press of keysOf(input, key)) {
			onKey(press);
		}
	});
	usePaste(text => {
		onPaste(text.slice(0, pasteLimit));
	});
	useFunctionKeys(onKey);
}

/** The keys of one input of Ink: keys that were typed ahead come as one text. */
export function keysOf(input: string, key: Key): readonly KeyPress[] {
	const special = specialKeys.find(([flag]) => key[flag]);
	if (special) {
		const modifiers = `${key.ctrl ? 'ctrl-' : ''}${key.meta && special[1] !== 'escape' ? 'meta-' : ''}${key.shift ? 'shift-' : ''}`;
		return [{name: modifiers + special[1], text: '', pasted: false}];
	}

	if (key.ctrl || key.meta) {
		const name = input === ' ' ? 'space' : input;
		const modifiers = `${key.ctrl ? 'ctrl-' : ''}${key.meta ? 'meta-' : ''}`;
		return name === '' ? [] : [{name: modifiers + name, text: '', pasted: false}];
	}

	const characters = Array.from(graphemes.segment(input), ({segment}) => segment);
	const pasted = new Set(characters).size > 1;
	return characters.flatMap(character => {
		const name = controlKeys.get(character);
		if (name !== undefined) {
			return [{name, text: name === 'space' ? ' ' : '', pasted}];
		}

		// What is left of the control characters comes from no keyboard.
		return /^\p{Cc}/u.test(character) ? [] : [{name: character, text: character, pasted}];
	});
}

const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

const specialKeys = [
	['upArrow', 'up'],
	['downArrow', 'down'],
	['leftArrow', 'left'],
	['rightArrow', 'right'],
	['pageUp', 'pageup'],
	['pageDown', 'pagedown'],
	['home', 'home'],
	['end', 'end'],
	['return', 'enter'],
	['escape', 'escape'],
	['tab', 'tab'],
	['backspace', 'backspace'],
	['delete', 'delete'],
] as const satisfies ReadonlyArray<readonly [keyof Key, string]>;

/** Enter and tab within keys that were typed ahead come as characters. */
const controlKeys: ReadonlyMap<string, string> = new Map([
	['\r', 'enter'],
	['\n', 'enter'],
	['\r\n', 'enter'],
	['\t', 'tab'],
	[' ', 'space'],
	['\u001C', 'ctrl-\\'],
]);

/** Ink's `Key` has no field for F1 and F5: their sequences are taken where Ink hands them on. */
function useFunctionKeys(onKey: (key: KeyPress) => void): void {
	const emitter: unknown = Reflect.get(useStdin(), 'internal_eventEmitter');
	const take = useEffectEvent((sequence: unknown) => {
		const name = typeof sequence === 'string' ? functionKeys.get(sequence) : undefined;
		if (name !== undefined) {
			onKey({name, text: '', pasted: false});
		}
	});
	useEffect(() => {
		if (!isEmitter(emitter)) {
			return;
		}

		const listener = (sequence: unknown) => {
			take(sequence);
		};
		emitter.on('input', listener);
		return () => {
			emitter.removeListener('input', listener);
		};
	}, [emitter]);
}

type Emitter = Record<
	'on' | 'removeListener',
	(name: string, listener: (input: unknown) => void) => void
>;

function isEmitter(value: unknown): value is Emitter {
	return typeof value === 'object' && value !== null && 'on' in value && 'removeListener' in value;
}
