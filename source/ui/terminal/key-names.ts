import {keyPress, type KeyPress} from './key-press.ts';

/**
 * The key that an escape sequence stands for, or undefined when it is none that we know: mouse reports, answers to
 * queries and the like must not be taken for the letters that they contain.
 */
export function keyOfSequence(sequence: string): KeyPress | undefined {
	const console = /^\u001B\[\[([A-E])$/.exec(sequence)?.[1];
	if (console !== undefined) {
		return keyPress(`f${console.charCodeAt(0) - 'A'.charCodeAt(0) + 1}`);
	}

	const [, number = '', modifiers = '1', final = ''] =
		/^\u001B(?:O|\[(\d*)(?:;(\d+))?)([A-Za-z~])$/.exec(sequence) ?? [];
	const name =
		final === '~'
			? byNumber[number]
			: number === '' || number === '1'
				? byLetter[final]
				: undefined;
	return name === undefined ? undefined : keyPress(name, modifiersOf(name, modifiers));
}

/** The key of one character as it comes without an escape sequence; `meta` when an ESC came right before it. */
export function keyOfCharacter(character: string, meta = false): KeyPress | undefined {
	const special = byControl[character];
	if (special !== undefined) {
		return keyPress(special, {meta}, special === 'space' ? ' ' : '');
	}

	if (character < ' ') {
		// Ctrl clears the upper bits of the character that it is held with.
		return keyPress(String.fromCharCode(character.charCodeAt(0) | 0x40).toLowerCase(), {
			ctrl: true,
			meta,
		});
	}

	// What is left of the control characters (C1) comes from no keyboard.
	return /^\p{Cc}$/u.test(character) ? undefined : keyPress(character, {meta}, character);
}

/** xterm sends 1 more than the sum of shift 1, alt 2, ctrl 4, meta 8. */
function modifiersOf(name: string, parameter: string) {
	const bits = Number(parameter) - 1;
	return {
		shift: (bits & 1) !== 0 || name === 'tab',
		meta: (bits & 10) !== 0,
		ctrl: (bits & 4) !== 0,
	};
}

const byControl: Readonly<Record<string, string>> = {
	'\r': 'enter',
	// Enter too when it was typed ahead, before raw mode.
	'\n': 'enter',
	'\t': 'tab',
	'\b': 'backspace',
	'\u007F': 'backspace',
	' ': 'space',
};

/** What `CSI … letter` and `SS3 letter` end with (xterm; SS3 in the VT100's application modes). */
const byLetter: Readonly<Record<string, string>> = {
	A: 'up',
	B: 'down',
	C: 'right',
	D: 'left',
	F: 'end',
	H: 'home',
	P: 'f1',
	Q: 'f2',
	R: 'f3',
	S: 'f4',
	Z: 'tab',
};

/** What `CSI number ~` means (VT220, rxvt, PuTTY, the Linux console). */
const byNumber: Readonly<Record<string, string>> = {
	1: 'home',
	2: 'insert',
	3: 'delete',
	4: 'end',
	5: 'pageup',
	6: 'pagedown',
	7: 'home',
	8: 'end',
	11: 'f1',
	12: 'f2',
	13: 'f3',
	14: 'f4',
	15: 'f5',
	17: 'f6',
	18: 'f7',
	19: 'f8',
	20: 'f9',
	21: 'f10',
	23: 'f11',
	24: 'f12',
};
