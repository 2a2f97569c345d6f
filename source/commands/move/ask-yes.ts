import {createInterface} from 'node:readline/promises';
import type {CommandContext} from '../cli/command.ts';

/**
 * Asks a question at the terminal. Only a typed yes counts as one; Enter alone, the end of the input and an aborted
 * signal are a no.
 */
export async function askYes(
	question: string,
	{stdin}: Pick<CommandContext, 'stdin'>,
	output: NodeJS.WritableStream,
	signal: AbortSignal,
): Promise<boolean> {
	const lines = createInterface({input: stdin, output});
	const cancelled = new AbortController();
	const cancel = () => {
		cancelled.abort();
	};
	lines.once('close', cancel);
	lines.once('SIGINT', cancel);
	signal.addEventListener('abort', cancel);
	try {
		signal.throwIfAborted();
		const answer = await lines.question(`${question} [y/N] `, {signal: cancelled.signal});
		return /^y(es)?$/i.test(answer.trim());
	} catch {
		output.write('\n');
		return false;
	} finally {
		signal.removeEventListener('abort', cancel);
		lines.close();
	}
}
