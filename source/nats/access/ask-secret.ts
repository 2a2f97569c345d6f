import {on} from 'node:events';
import {StringDecoder} from 'node:string_decoder';
import type {ReadStream, WriteStream} from 'node:tty';
import {Secret} from './secret.ts';

/**
 * Asks at the terminal, without echo. The terminal is as it was before, however this ends.
 * @returns what was typed; empty for Enter alone
 * @throws QuestionCancelledError on Ctrl-C, on Ctrl-D and when the input ends
 */
export async function askSecret(
	prompt: string,
	input: ReadStream,
	output: WriteStream,
): Promise<Secret> {
	const wasRaw = input.isRaw;
	input.setRawMode(true);
	output.write(prompt);
	try {
		return new Secret(await readLine(input));
	} finally {
		input.setRawMode(wasRaw);
		input.pause();
		output.write('\n');
	}
}

async function readLine(input: ReadStream): Promise<string> {
	const decoder = new StringDecoder('utf8');
	let line = '';
	try {
		for await (const [chunk] of on(input, 'data', {close: ['end', 'close']})) {
			const {text, end} = typeInto(line, decoder.write(chunk));
			if (end === 'entered') {
				return text;
			}

			if (end === 'cancelled') {
				break;
			}

			line = text;
		}
	} catch {
		// The terminal is gone.
	}

	throw new QuestionCancelledError();
}

/** Ctrl-C, Ctrl-D, or the end of the input came instead of an answer. */
export class QuestionCancelledError extends Error {
	override readonly name = 'QuestionCancelledError';

	constructor() {
		super('cancelled');
	}
}

export type LineInput = {
	readonly text: string;
	readonly end: 'entered' | 'cancelled' | undefined;
};

/** What the keys make of a line. Keys that a line editor does not need do nothing, and so do arrows and markers of pasted text. */
export function typeInto(line: string, keys: string): LineInput {
	let text = line;
	for (const key of keys.replaceAll(escapeSequences, '')) {
		const meaning = editing[key];
		if (meaning === 'enter') {
			return {text, end: 'entered'};
		}

		if (meaning === 'cancel' || (meaning === 'end' && text === '')) {
			return {text: '', end: 'cancelled'};
		}

		if (meaning === 'erase') {
			text = text.replace(/.$/su, '');
		} else if (meaning === 'clear') {
			text = '';
		} else if (key >= ' ' && meaning === undefined) {
			text += key;
		}
	}

	return {text, end: undefined};
}

const escapeSequences = /\u001B(?:\[[\d;?]*[ -/]*[@-~]|O.|)/g;

type Editing = 'enter' | 'cancel' | 'end' | 'erase' | 'clear';

const editing: Readonly<Record<string, Editing>> = {
	'\r': 'enter',
	'\n': 'enter',
	'\u0003': 'cancel',
	'\u0004': 'end',
	'\b': 'erase',
	'\u007F': 'erase',
	'\u0015': 'clear',
	'\u0017': 'clear',
};
