import {StringDecoder} from 'node:string_decoder';
import type {ReadStream, WriteStream} from 'node:tty';
import {Secret} from './secret.ts';

export type SecretQuestion = {
	readonly prompt: string;
	/** A terminal. */
	readonly input: ReadStream;
	readonly output: WriteStream;
	readonly signal?: AbortSignal;
};

/**
 * Asks at the terminal, without echo. The terminal is as it was before, however this ends.
 * @returns what was typed; empty for Enter alone
 * @throws QuestionCancelledError on Ctrl-C, on Ctrl-D and when the input ends; the signal's reason when aborted
 */
export async function askSecret({prompt, input, output, signal}: SecretQuestion): Promise<Secret> {
	signal?.throwIfAborted();
	const wasRaw = input.isRaw;
	input.setRawMode(true);
	output.write(prompt);
	try {
		return await typed(input, signal);
	} finally {
		input.setRawMode(wasRaw);
		input.pause();
		output.write('\n');
	}
}

/** Nobody answered. */
export class QuestionCancelledError extends Error {
	override readonly name = 'QuestionCancelledError';

	constructor() {
		super('cancelled');
	}
}

async function typed(input: ReadStream, signal: AbortSignal | undefined): Promise<Secret> {
	const decoder = new StringDecoder('utf8');
	let line: LineInput = {text: '', end: undefined};
	return new Promise((resolve, reject) => {
		const stop = () => {
			input.off('data', onData);
			input.off('end', onEnd);
			input.off('error', onEnd);
			signal?.removeEventListener('abort', onAbort);
		};
		const onEnd = () => {
			stop();
			reject(new QuestionCancelledError());
		};
		const onAbort = () => {
			stop();
			reject(signal?.reason);
		};
		const onData = (chunk: Buffer) => {
			line = typeInto(line.text, decoder.write(chunk));
			if (line.end === 'cancelled') {
				onEnd();
			} else if (line.end === 'entered') {
				stop();
				resolve(new Secret(line.text));
			}
		};

		input.on('data', onData);
		input.once('end', onEnd);
		input.once('error', onEnd);
		signal?.addEventListener('abort', onAbort, {once: true});
	});
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
