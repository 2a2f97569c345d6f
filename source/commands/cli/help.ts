import {type Command, flagGroups, type FlagSpec} from './command.ts';
import {flagName} from './flag-values.ts';

/** The help of one command, made from its table of flags, as wide as the terminal. */
export function commandHelp(command: Command, columns: number): string {
	const usage = ['leadertop', command.name, ...command.arguments, '[flags]'].join(' ');
	const rows = Object.entries(command.flags).map(([name, spec]) => ({
		group: spec.group ?? 'Flags',
		left: title(name, spec),
		right: flagText(spec),
	}));
	const width = Math.max(...rows.map(({left}) => left.length));
	return [
		`Usage: ${usage}`,
		'',
		...wrapped(command.summary, columns - 2).map(line => `  ${line}`),
		...flagGroups.flatMap(group => {
			const own = rows.filter(row => row.group === group);
			return own.length === 0
				? []
				: ['', `${group}:`, ...own.flatMap(row => twoColumns(row, width, columns))];
		}),
	].join('\n');
}

/** The help of leadertop as a whole, on one screen: its commands, and where to read on. */
export function overviewHelp(commands: readonly Command[], columns: number): string {
	const rows = [
		...commands.map(command => ({left: titleOf(command), right: command.summary})),
		{left: 'help COMMAND', right: 'the flags of a command; the same as COMMAND --help'},
		{left: 'version', right: 'show the version'},
	];
	const width = Math.max(...rows.map(({left}) => left.length));
	return [
		'leadertop: top for JetStream leadership',
		'',
		'Usage: leadertop [command] [flags]',
		'',
		...rows.flatMap(row => twoColumns(row, width, columns)),
		'',
		...wrapped('leadertop alone is `leadertop watch`. It connects as the nats CLI does:', columns),
		...wrapped('--context NAME, or --server URL with --user, --creds, --nkey or --token.', columns),
	].join('\n');
}

/** A command with what it needs: `drain SERVER`. */
function titleOf({name, arguments: names}: Pick<Command, 'name' | 'arguments'>): string {
	return [name, ...names.filter(argument => !argument.startsWith('['))].join(' ');
}

function title(name: string, {shortFlag, value}: FlagSpec): string {
	const short = shortFlag === undefined ? '    ' : `-${shortFlag}, `;
	return `${short}${flagName(name)}${value === undefined ? '' : ` ${value}`}`;
}

/** What a flag does, its default, its variable and whether it may be repeated. */
export function flagText({help, default: standard, variable, isMultiple}: FlagSpec): string {
	const notes = [
		...(standard === undefined || standard === false ? [] : [`default ${String(standard)}`]),
		...(variable === undefined ? [] : [variable]),
		...(isMultiple ? ['repeatable'] : []),
	];
	return notes.length === 0 ? help : `${help} (${notes.join('; ')})`;
}

/** Narrower than this a column of text reads badly: it stands below its title then. */
const narrowest = 32;

function twoColumns(
	{left, right}: {readonly left: string; readonly right: string},
	width: number,
	columns: number,
): string[] {
	const room = columns - width - 4;
	if (room < narrowest) {
		const indent = ' '.repeat(2 + left.length - left.trimStart().length);
		const titles = wrapped(left.trimStart(), columns - indent.length);
		return [
			...titles.map(line => `${indent}${line}`),
			...wrapped(right, columns - 8).map(line => `        ${line}`),
		];
	}

	return wrapped(right, room).map(
		(line, index) => `  ${(index === 0 ? left : '').padEnd(width)}  ${line}`,
	);
}

/** A text in lines of at most so many characters, broken between words. */
function wrapped(text: string, columns: number): string[] {
	const lines: string[] = [];
	for (const word of text.split(' ')) {
		const last = lines.at(-1);
		if (last === undefined || last.length + 1 + word.length > columns) {
			lines.push(word);
		} else {
			lines[lines.length - 1] = `${last} ${word}`;
		}
	}

	return lines;
}
