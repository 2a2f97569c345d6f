import type {Command, FlagSpec} from './command.ts';
import {spelled} from './flag-values.ts';

/** The help of one command, made from its table of flags. */
export function commandHelp(command: Command): string {
	const usage = ['leadertop', command.name, ...command.arguments, '[flags]'].join(' ');
	return [
		`Usage: ${usage}`,
		'',
		`  ${command.summary}`,
		'',
		'Flags:',
		...flagLines(command.flags),
	].join('\n');
}

/** The help of leadertop as a whole: its commands, and where to read on. */
export function overviewHelp(commands: readonly Command[]): string {
	const width = Math.max(...commands.map(command => titleOf(command).length));
	return [
		'leadertop: top for JetStream leadership',
		'',
		'Usage: leadertop [command] [flags]',
		'',
		'Commands:',
		...commands.map(command => `  ${titleOf(command).padEnd(width)}  ${command.summary}`),
		'',
		'leadertop alone is `leadertop watch`. `leadertop COMMAND --help` lists the flags of a command.',
	].join('\n');
}

function titleOf({name, arguments: names}: Command): string {
	return [name, ...names].join(' ');
}

function flagLines(flags: Command['flags']): string[] {
	const rows = Object.entries(flags).map(
		([name, spec]) => [title(name, spec), text(spec)] as const,
	);
	const width = Math.max(...rows.map(([left]) => left.length));
	return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

function title(name: string, {shortFlag, value}: FlagSpec): string {
	const short = shortFlag === undefined ? '    ' : `-${shortFlag}, `;
	return `${short}${spelled(name)}${value === undefined ? '' : ` ${value}`}`;
}

function text({help, default: standard, variable, isMultiple}: FlagSpec): string {
	const notes = [
		...(standard === undefined || standard === false ? [] : [`default ${String(standard)}`]),
		...(variable === undefined ? [] : [variable]),
		...(isMultiple ? ['repeatable'] : []),
	];
	return notes.length === 0 ? help : `${help} (${notes.join('; ')})`;
}
