import process from 'node:process';
import {meantBy} from '../../domain/nearest-name.ts';
import {messageOf, UsageError} from '../../session/errors.ts';
import {
	type Command,
	type CommandContext,
	exitCode,
	type FlagTable,
	type FlagValue,
	inGroup,
} from './command.ts';
import {flagName, FlagValueError} from './flag-values.ts';
import {commandHelp, overviewHelp} from './help.ts';
import {settingsFor, type Setting} from './settings.ts';
import {printColumns} from './terminal.ts';

/** Reads arguments against a table of flags; the entry hands in the parser. */
type Parse = (
	argv: readonly string[],
	flags: FlagTable,
) => {readonly input: readonly string[]; readonly flags: Readonly<Record<string, unknown>>};

type Dispatch = {
	readonly argv: readonly string[];
	readonly commands: readonly Command[];
	readonly version: string;
	readonly parse: Parse;
	readonly exit: (code: number) => void;
};

/** Understood by every command, and by leadertop itself. */
const commonFlags: FlagTable = inGroup('Help', {
	help: {type: 'boolean', shortFlag: 'h', help: 'show this help'},
	version: {type: 'boolean', help: 'show the version'},
});

/**
 * Finds the command that the arguments name, reads its flags and runs it.
 * Whatever goes wrong becomes one line on stderr.
 * @returns the exit code
 */
export async function dispatch({argv, commands, version, parse, exit}: Dispatch): Promise<number> {
	let usageCode: number = exitCode.usage;
	try {
		const {command, rest} = commandOf(argv.map(spelling), commands);
		usageCode = command.usageCode ?? usageCode;
		const table = {...command.flags, ...commonFlags};
		checkValues(rest, table);
		const parsed = understood(() => parse(rest, table));
		if (parsed.flags['version'] === true) {
			process.stdout.write(`${version}\n`);
			return exitCode.ok;
		}

		if (parsed.flags['help'] === true) {
			const columns = printColumns(process.stdout, process.env);
			const isOverview = !argv.slice(0, 2).includes(command.name);
			const text = isOverview
				? overviewHelp(commands, columns)
				: commandHelp({...command, flags: table}, columns);
			process.stdout.write(`${text}\n`);
			return exitCode.ok;
		}

		checkInput(command, parsed.input);
		const settings = settingsFor(command, commands, process.env);
		const given = readFlags(parsed.flags, rest, table);
		const flags = withSettings(given, settings, table);
		return await command
			.run(contextOf(commands, parsed.input, flags, exit))
			.catch((error: unknown) => {
				throw blamed(error, given, settings);
			});
	} catch (error) {
		process.stderr.write(`leadertop: ${messageOf(error)}\n`);
		return error instanceof UsageError ? usageCode : exitCode.unseen;
	}
}

/** `--tls-first` is another spelling of `--tlsfirst`. */
function spelling(word: string): string {
	return word === '--tls-first' ? '--tlsfirst' : word;
}

/** What the parser does not take is the command line's fault, such as a flag that is given twice. */
function understood<T>(parse: () => T): T {
	try {
		return parse();
	} catch (error) {
		throw new UsageError(messageOf(error), {cause: error});
	}
}

function commandOf(argv: readonly string[], commands: readonly Command[]) {
	const [first, ...rest] = argv;
	const [watch] = commands;
	if (watch === undefined) {
		throw new Error('there are no commands');
	}

	if (first === undefined || first.startsWith('-')) {
		return {command: watch, rest: argv};
	}

	if (first === 'help') {
		const [about = '--help'] = rest;
		return {command: about.startsWith('-') ? watch : named(about, commands), rest: ['--help']};
	}

	if (first === 'version') {
		return {command: watch, rest: ['--version']};
	}

	return {command: named(first, commands), rest};
}

function named(wanted: string, commands: readonly Command[]): Command {
	const command = commands.find(({name}) => name === wanted);
	if (!command) {
		const names = commands.map(({name}) => name);
		throw new UsageError(
			`there is no command '${printable(wanted)}'${meantBy(wanted, names)}; the commands are ${names.join(', ')}`,
		);
	}

	return command;
}

/** The parser takes a repeatable flag without its value for one that is not given at all, and any other for an empty one. */
function checkValues(argv: readonly string[], table: FlagTable): void {
	for (const [name, {isMultiple, mayBeEmpty, value = ''}] of Object.entries(table)) {
		const flag = flagName(name);
		const isBare = (next = '-') => next.startsWith('-') || (next === '' && mayBeEmpty !== true);
		const bare = argv.some((word, at) => word === flag && isBare(argv[at + 1]));
		if ((isMultiple === true || mayBeEmpty === true) && bare) {
			throw new UsageError(`${flag} needs a value: ${flag} ${value}`);
		}
	}
}

function checkInput({name, arguments: names}: Command, input: readonly string[]): void {
	const needed = names.filter(argument => !argument.startsWith('['));
	const missing = needed[input.length];
	if (missing !== undefined) {
		throw new UsageError(`${name} needs ${missing}: leadertop ${name} ${names.join(' ')}`);
	}

	const extra = input[names.length];
	if (extra !== undefined && names.at(-1)?.endsWith('...]') !== true) {
		throw new UsageError(
			`${name} does not take '${printable(extra)}'; see leadertop ${name} --help`,
		);
	}
}

/** Names the variable or the file where a wrong value came from one. */
function blamed(
	error: unknown,
	given: CommandContext['flags'],
	settings: ReadonlyMap<string, Setting>,
) {
	if (!(error instanceof FlagValueError) || given[error.flag] !== undefined) {
		return error;
	}

	const place = settings.get(error.flag)?.place;
	return place === undefined ? error : new UsageError(`${place} ${error.problem}`);
}

/** What is not on the command line is taken from the settings, unless it means nothing without another flag. */
function withSettings(
	given: CommandContext['flags'],
	settings: ReadonlyMap<string, Setting>,
	table: FlagTable,
): CommandContext['flags'] {
	const flags: Record<string, FlagValue> = {...given};
	const isIdle = (name: string) => {
		const {needs} = table[name] ?? {};
		const needed = needs === undefined ? true : (flags[needs] ?? settings.get(needs)?.value);
		return needed === undefined || needed === false;
	};
	for (const [name, {value}] of settings) {
		if (!isIdle(name)) {
			flags[name] ??= value;
		}
	}

	return flags;
}

/** The parser does not tell `-z` from `--z`. */
function unknownFlag(name: string, argv: readonly string[], table: FlagTable): string {
	const isShort = name.length === 1 && !argv.some(word => word.startsWith(`--${name}`));
	const given = isShort ? `-${name}` : flagName(name);
	const meant = isShort ? '' : meantBy(given, Object.keys(table).map(flagName));
	return `there is no flag ${printable(given)}${meant}; see --help`;
}

/** @throws UsageError for a flag that is not in the table, or lacks its value */
function readFlags(
	flags: Readonly<Record<string, unknown>>,
	argv: readonly string[],
	table: FlagTable,
) {
	const read: Record<string, FlagValue> = {};
	const negations: string[] = [];
	for (const [name, value] of Object.entries(flags)) {
		const spec = table[name];
		const negated = `no${name.charAt(0).toUpperCase()}${name.slice(1)}`;
		if (!spec && value === false && table[negated]) {
			// The parser takes `--no-balance` for a `--balance` that is false, and adds a `--no-balance` that is false.
			negations.push(negated);
			continue;
		}

		if (!spec) {
			throw new UsageError(unknownFlag(name, argv, table));
		}

		if (
			(value === '' && spec.mayBeEmpty !== true) ||
			(Array.isArray(value) && value.includes(''))
		) {
			throw new UsageError(
				`${flagName(name)} needs a value: ${flagName(name)} ${spec.value ?? ''}`,
			);
		}

		if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
			read[name] = value;
		} else if (Array.isArray(value) && value.length > 0) {
			// The parser has an empty list for what is not given.
			read[name] = value.map(String);
		}
	}

	for (const name of negations) {
		read[name] = true;
	}

	return read;
}

function contextOf(
	commands: readonly Command[],
	input: readonly string[],
	flags: CommandContext['flags'],
	exit: (code: number) => void,
): CommandContext {
	const {env, stdin, stdout, stderr} = process;
	return {commands, input, flags, env, stdin, stdout, stderr, exit};
}

function printable(text: string): string {
	return text.replaceAll(/[^ -~]/g, '?').slice(0, 80);
}
