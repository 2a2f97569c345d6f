import {type Command, type FlagSpec, type FlagTable} from './command.ts';
import {flagName} from './flag-values.ts';
import {flagText} from './help.ts';
import {variableOf} from './settings.ts';

type Manual = {
	readonly commands: readonly Command[];
	/** Of the live screen, in their sections. */
	readonly keys: readonly {
		readonly title: string;
		readonly keys: readonly {readonly caption: string; readonly help: string}[];
	}[];
	readonly version: string;
};

/** The manual page in the man macros of roff (man(7)), from the tables that the help is made of. */
export function manualPage({commands, keys, version}: Manual): string {
	const shared = new Map(
		commands.flatMap(({flags}) => Object.entries(flags).filter(([, {group}]) => isShared(group))),
	);
	return [
		`.TH LEADERTOP 1 "" "leadertop ${version}" "User Commands"`,
		'.SH NAME',
		roff('leadertop - top for JetStream leadership'),
		'.SH SYNOPSIS',
		'.B leadertop',
		roff('[command] [flags]'),
		'.SH DESCRIPTION',
		roff(
			'Shows which NATS server leads how many Raft groups of streams and consumers, and moves leaders at a key or a command. It connects as the nats CLI does, with its contexts, variables and flags. Nothing acts on a cluster without a confirmation.',
		),
		'.SH COMMANDS',
		...commands.flatMap(commandLines),
		'.SH FLAGS OF A CONNECTION',
		...flagLines(Object.fromEntries(shared)),
		'.SH KEYS OF THE LIVE SCREEN',
		...keys.flatMap(section => [
			`.SS ${roff(section.title)}`,
			...section.keys.flatMap(({caption, help}) => ['.TP', `.B ${roff(caption)}`, roff(help)]),
		]),
		'.SH ENVIRONMENT',
		...variableLines(commands),
		'.SH FILES',
		'.TP',
		roff('~/.config/leadertop/config.json'),
		roff('Settings; leadertop config prints what is in force and where it comes from.'),
		'.TP',
		roff('~/.config/nats/context/'),
		roff('Contexts of the nats CLI.'),
		'.TP',
		roff('~/.local/state/leadertop/audit.jsonl'),
		roff('Every step-down, recorded before it is sent and after it has ended.'),
		'.SH EXIT STATUS',
		roff(
			'0 done; 1 goal not reached or picture incomplete; 2 the command line cannot be used; 3 the cluster could not be seen. check: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.',
		),
		'.SH SEE ALSO',
		roff('nats(1), nats-server(8)'),
		'',
	].join('\n');
}

function commandLines(command: Command): string[] {
	const own = Object.fromEntries(
		Object.entries(command.flags).filter(([, {group}]) => !isShared(group)),
	);
	return [
		`.SS ${roff([command.name, ...command.arguments].join(' '))}`,
		roff(`${command.summary.charAt(0).toUpperCase()}${command.summary.slice(1)}.`),
		...flagLines(own),
	];
}

/** Connection flags are the same for all commands. */
function isShared(group: FlagSpec['group']): boolean {
	return group === 'Connection' || group === 'TLS' || group === 'Acting';
}

function flagLines(flags: FlagTable): string[] {
	return Object.entries(flags).flatMap(([name, spec]) => {
		const {shortFlag, value} = spec;
		const short = shortFlag === undefined ? '' : `\\fB\\-${shortFlag}\\fR, `;
		const taken = value === undefined ? '' : ` \\fI${roff(value)}\\fR`;
		return ['.TP', `${short}\\fB${roff(flagName(name))}\\fR${taken}`, roff(flagText(spec))];
	});
}

function variableLines(commands: readonly Command[]): string[] {
	const flags = new Map(commands.flatMap(command => Object.entries(command.flags)));
	const named = Array.from(flags, ([name, spec]) => ({name, variable: variableOf(name, spec)}));
	return named
		.filter(({variable}) => variable !== undefined)
		.sort((a, b) => String(a.variable).localeCompare(String(b.variable)))
		.flatMap(({name, variable}) => [
			'.TP',
			`.B ${roff(variable ?? '')}`,
			roff(`The same as ${flagName(name)}.`),
		]);
}

/** A text of roff: no line of it begins a request, and no backslash or hyphen is read as something else. */
function roff(text: string): string {
	return text
		.replaceAll('\\', '\\e')
		.replaceAll('-', '\\-')
		.replaceAll(/\s+/g, ' ')
		.replace(/^(?=[.'])/, '\\&');
}
