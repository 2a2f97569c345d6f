import process from 'node:process';
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
