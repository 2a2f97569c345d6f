import {StringDecoder} from 'node:string_decoder';
import type {KeyPress} from './key-press.ts';
import {keysOfRest, splitKeys} from './split-keys.ts';

/** What comes from the keyboard. Pasted text is never keys: a pasted `S` must not act. */
export type TerminalInput =
	{readonly type: 'key'; readonly key: KeyPress} | {readonly type: 'paste'; readonly text: string};

/** Turns what a terminal sends into keys and pastes. */
export type KeyReader = {
	readonly take: (bytes: Buffer) => void;
	/** Forgets a sequence or paste that was under way. */
	readonly reset: () => void;
};

/**
 * Reads keys by our own grammar rather than by Ink's `useInput` or Node's `readline`. Ink delivers keys typed ahead as one,
 * takes a sequence that arrives in two chunks for an ESC and letters, and a paste for keys; `readline` takes the end of a
 * sequence that it does not know for letters (`M` of a mouse report). With keys that move leaders, none of that will do.
 *
 * A lone ESC becomes a key when nothing followed it for `escapeWaitMs`.
 */
export function createKeyReader(
	deliver: (input: TerminalInput) => void,
	escapeWaitMs = 50,
): KeyReader {
	const decoder = new StringDecoder('utf8');
	let rest = '';
	let escapeGivenUp = false;
	let pasted: string | undefined;
	let timer: NodeJS.Timeout | undefined;

	function deliverKeys(keys: readonly KeyPress[]): void {
		for (const key of keys) {
			deliver({type: 'key', key});
		}
	}

	/** Takes keys up to the next paste; returns what stands after its start. */
	function readKeys(input: string): string {
		const start = input.indexOf(pasteStart);
		const {keys, rest: unfinished} = splitKeys(start < 0 ? input : input.slice(0, start));
		deliverKeys(keys);
		if (start >= 0) {
			deliverKeys(keysOfRest(unfinished));
			pasted = '';
			return input.slice(start + pasteStart.length);
		}

		rest = unfinished;
		if (rest !== '') {
			timer = setTimeout(
				() => {
					const keys = keysOfRest(rest);
					escapeGivenUp = keys.length > 0;
					rest = '';
					deliverKeys(keys);
				},
				rest === escape ? escapeWaitMs : sequenceWaitMs,
			);
		}

		return '';
	}

	/** Takes a paste up to its end; returns what stands after it. */
	function readPaste(before: string, input: string): string {
		const end = input.indexOf(pasteEnd);
		if (end < 0) {
			// The end mark itself may be cut in two.
			const kept = Math.max(0, input.length - pasteEnd.length + 1);
			pasted = (before + input.slice(0, kept)).slice(0, pasteLimit);
			rest = input.slice(kept);
			return '';
		}

		pasted = undefined;
		deliver({type: 'paste', text: (before + input.slice(0, end)).slice(0, pasteLimit)});
		return input.slice(end + pasteEnd.length);
	}

	return {
		take(bytes) {
			clearTimeout(timer);
			let input = rest + decoder.write(bytes);
			rest = '';
			if (escapeGivenUp && /^\[[0-?]*[@-~]/.test(input)) {
				// A stalled connection tore the sequence apart; nobody types its rest at one stroke.
				input = escape + input;
			}

			escapeGivenUp = false;
			while (input !== '') {
				input = pasted === undefined ? readKeys(input) : readPaste(pasted, input);
			}
		},
		reset() {
			clearTimeout(timer);
			rest = '';
			escapeGivenUp = false;
			pasted = undefined;
		},
	};
}

const escape = '\u001B';

/** Only a lone ESC is a key of its own; more of a sequence than that is worth waiting for. */
const sequenceWaitMs = 1000;

const pasteStart = '\u001B[200~';
const pasteEnd = '\u001B[201~';

/** Characters of a paste that are kept: a text field wants a name, and someone may paste a log file. */
const pasteLimit = 4096;
