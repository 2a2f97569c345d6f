import process from 'node:process';
import {setImmediate as turn} from 'node:timers/promises';
import meow from 'meow';
import {commands} from './commands/commands.ts';
import {exitCode} from './commands/cli/command.ts';
import {dispatch} from './commands/cli/dispatch.ts';
import {trackOutputErrors, flushed} from './commands/cli/output.ts';

declare const LEADERTOP_VERSION: string;

// Passwords, tokens and addresses with user info may be among the words that `ps` shows.
process.title = 'leadertop';

const exit = (code: number): void => {
	process.exit(code);
};

const outputFault = trackOutputErrors();
const code = await dispatch({
	argv: process.argv.slice(2),
	commands,
	version: LEADERTOP_VERSION,
	parse: (argv, flags) =>
		meow({
			importMeta: import.meta,
			pkg: {name: 'leadertop'},
			argv: [...argv],
			autoHelp: false,
			autoVersion: false,
			// What is not given is not false: a setting may say otherwise.
			booleanDefault: undefined,
			flags: Object.fromEntries(
				Object.entries(flags).map(([name, {type, shortFlag, isMultiple}]) => [
					name,
					{
						// Numbers are read later, with their bounds.
						type: type === 'boolean' ? ('boolean' as const) : ('string' as const),
						...(shortFlag !== undefined && {shortFlag}),
						...(isMultiple && {isMultiple}),
					},
				]),
			),
		}),
	exit,
});

await Promise.all([process.stdout, process.stderr].map(flushed));
// Errors of files arrive a turn later.
await turn();
const fault = outputFault();
if (fault !== undefined) {
	process.stderr.write(`leadertop: what it prints could not be written: ${fault}\n`);
}

exit(fault !== undefined && code === exitCode.ok ? exitCode.notReached : code);
