import {keyPress, type KeyPress} from './key-press.ts';
import {keyOfCharacter, keyOfSequence} from './key-names.ts';

/**
 * The keys of one piece of input: keys typed ahead come as one piece. `rest` is the start of an escape sequence that may
 * still go on: put it before the next piece, or ask `keysOfRest` when nothing followed in time.
 *
 * Sequences are cut by their grammar (ECMA-48), known or not, so that no part of an unknown one is taken for keys.
 */
export function splitKeys(input: string): {readonly keys: KeyPress[]; readonly rest: string} {
	const keys: Array<KeyPress | undefined> = [];
	let index = 0;
	while (index < input.length) {
		if (input[index] !== escape) {
			const character = characterAt(input, index);
			keys.push(keyOfCharacter(character));
			index += character.length;
			continue;
		}

		const found = sequenceAt(input, index);
		if (found !== undefined) {
			keys.push(keyOfSequence(found));
			index += found.length;
		} else if (isUnfinishedAt(input, index)) {
			return {keys: keys.filter(isKey), rest: input.slice(index)};
		} else if (input[index + 1] === escape) {
			keys.push(escapeKey);
			index += 1;
		} else {
			const character = characterAt(input, index + 1);
			keys.push(keyOfCharacter(character, true));
			index += 1 + character.length;
		}
	}

	return {keys: keys.filter(isKey), rest: ''};
}

/** What the start of a sequence was after all when it did not go on: the ESC key, or nothing that we know. */
export function keysOfRest(rest: string): KeyPress[] {
	return rest === escape ? [escapeKey] : [];
}

const escape = '\u001B';
const escapeKey = keyPress('escape');

const sequences = [
	// The old mouse report carries three bytes of any value after its end.
	/\u001B\[M[^]{3}/y,
	// The Linux console's F1 to F5.
	/\u001B\[\[[A-E]/y,
	/\u001B\[(?![M[])[0-?]*[ -/]*[@-~]/y,
	/\u001BO[A-Za-z]/y,
	// Answers that a terminal gives as strings: OSC, DCS, SOS, PM, APC.
	/\u001B[\]PX^_][^\u0007\u001B]*(?:\u0007|\u001B\\)/y,
];

function sequenceAt(input: string, index: number): string | undefined {
	for (const pattern of sequences) {
		pattern.lastIndex = index;
		const sequence = pattern.exec(input)?.[0];
		if (sequence !== undefined) {
			return sequence;
		}
	}

	return undefined;
}

const unfinished = /\u001B(?:\[(?:\[|M[^]{0,2}|[0-?]*[ -/]*)|O|[\]PX^_][^\u0007\u001B]*\u001B?)?$/y;

function isUnfinishedAt(input: string, index: number): boolean {
	unfinished.lastIndex = index;
	return unfinished.test(input);
}

function characterAt(input: string, index: number): string {
	return String.fromCodePoint(input.codePointAt(index) ?? 0);
}

function isKey(key: KeyPress | undefined): key is KeyPress {
	return key !== undefined;
}
