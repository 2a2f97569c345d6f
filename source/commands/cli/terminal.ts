import process from 'node:process';
import {createInterface} from 'node:readline/promises';
import {terminalFeatures, type TerminalFeatures} from '../../ui/terminal-features.ts';
import type {CommandContext, OutputStream} from './command.ts';
import {isSet} from './flag-values.ts';

/** What can be drawn on stdout, or on another stream; `--ascii` is taken from the flags. */
export function featuresOf(
	{env, flags, stdin, stdout}: CommandContext,
	output: OutputStream = stdout,
): TerminalFeatures {
	return terminalFeatures({
		env,
		platform: process.platform,
		stdinIsTerminal: stdin.isTTY,
		stdoutIsTerminal: output.isTTY,
		ascii: isSet(flags, 'ascii'),
	});
}

/** Columns for what is printed: those of the terminal; elsewhere those that `COLUMNS` asks for, or else 80. */
export function printColumns(
	stream: Pick<OutputStream, 'isTTY' | 'columns'>,
	env: CommandContext['env'],
): number {
	const asked = Number(env['COLUMNS']);
	return (
		(stream.isTTY && stream.columns) || (Number.isSafeInteger(asked) && asked > 0 ? asked : 80)
	);
}

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
