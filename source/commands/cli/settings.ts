import {readFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {meantBy} from '../../domain/nearest-name.ts';
import {messageOf, UsageError} from '../../session/errors.ts';
import type {Command, CommandContext, FlagSpec, FlagTable, FlagValue} from './command.ts';
import {flagName} from './flag-values.ts';

type Env = CommandContext['env'];

/** The value of a flag that is not on the command line, and the variable or the file that it comes from. */
export type Setting = {readonly value: FlagValue; readonly place: string};

/** Who sets these does it each time: they stand between a slip and the cluster. */
const neverSettings = new Set(['yes', 'forceIncomplete', 'help', 'version']);

/** The environment variable of a flag: that of the `nats` CLI where there is one, else `LEADERTOP_` and its name. */
export function variableOf(name: string, {variable}: FlagSpec): string | undefined {
	const own = flagName(name).slice(2).replaceAll('-', '_').toUpperCase();
	return variable ?? (neverSettings.has(name) ? undefined : `LEADERTOP_${own}`);
}

/**
 * What a command's flags are without a command line, by the flag's name: from its variable, else from the command's part
 * of the settings file, else from the rest of that file.
 * @throws UsageError when one of them cannot be used
 */
export function settingsFor(
	command: Command,
	commands: readonly Command[],
	env: Env,
): ReadonlyMap<string, Setting> {
	const settings = new Map<string, Setting>();
	const flags = Object.entries(command.flags);
	// What a shell runs at its start must not fail over a setting that is not for it.
	const file = flags.length === 0 ? settings : readSettings(commands, env);
	for (const [name, spec] of flags) {
		const setting =
			fromVariable(name, spec, env) ?? file.get(`${command.name}.${name}`) ?? file.get(name);
		if (setting) {
			settings.set(name, setting);
		}
	}

	return settings;
}

/** Where the settings are: beside those of the `nats` CLI, on every system. */
export function settingsFile({XDG_CONFIG_HOME: folder = '', HOME: home = ''}: Env): string {
	const root = path.isAbsolute(folder)
		? folder
		: path.join(home === '' ? os.homedir() : home, '.config');
	return path.join(root, 'leadertop', 'config.json');
}

function fromVariable(name: string, spec: FlagSpec, env: Env): Setting | undefined {
	const place = variableOf(name, spec);
	const text = place === undefined ? undefined : env[place];
	if (place === undefined || text === undefined || text === '') {
		return undefined;
	}

	if (spec.type === 'boolean') {
		return {value: yesOrNo(text, place), place};
	}

	return {value: spec.isMultiple === true ? text.split(/\s+/).filter(Boolean) : text, place};
}

function yesOrNo(text: string, place: string): boolean {
	if (/^(1|true|yes|on)$/i.test(text)) {
		return true;
	}

	if (/^(0|false|no|off)$/i.test(text)) {
		return false;
	}

	throw new UsageError(`${place} takes 1 or 0`);
}

/** By the flag's name, with the command's name before it where it is only for that one. */
function readSettings(commands: readonly Command[], env: Env): ReadonlyMap<string, Setting> {
	const file = settingsFile(env);
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : undefined;
		if (code === 'ENOENT' || code === 'ENOTDIR') {
			return new Map();
		}

		throw new UsageError(`${file} cannot be read`, {cause: error});
	}

	const all: Record<string, FlagSpec> = Object.assign({}, ...commands.map(({flags}) => flags));
	const settings = new Map<string, Setting>();
	for (const [key, value] of Object.entries(recordIn(text, file))) {
		const command = commands.find(({name}) => name === key);
		if (command) {
			for (const [own, part] of Object.entries(objectOf(value, key, file))) {
				const [name, read] = setting(own, part, command.flags, file, [`${key}.`]);
				settings.set(`${key}.${name}`, read);
			}
		} else {
			refuseAmbiguous(key, commands, file);
			const names = commands.map(({name}) => name);
			const [name, read] = setting(key, value, all, file, ['', ...names]);
			settings.set(name, read);
		}
	}

	return settings;
}

/** `--servers` is a number to one command and names to another. */
function refuseAmbiguous(key: string, commands: readonly Command[], file: string): void {
	const kinds = commands.flatMap(({name, flags}) =>
		Object.entries(flags)
			.filter(([flag]) => flagName(flag) === `--${key}`)
			.map(([, {type, isMultiple = false}]) => ({name, kind: `${type} ${isMultiple}`})),
	);
	const other = kinds.find(({kind}) => kind !== kinds[0]?.kind);
	if (other) {
		const names = `${kinds[0]?.name ?? ''} and ${other.name}`;
		throw new UsageError(
			`${file}: ${key} means different things to ${names}: put it into {"${other.name}": {…}}`,
		);
	}
}

function recordIn(text: string, file: string): Record<string, unknown> {
	try {
		return objectOf(JSON.parse(text), 'the whole', file);
	} catch (error) {
		throw error instanceof UsageError
			? error
			: new UsageError(`${file} is no JSON: ${messageOf(error)}`, {cause: error});
	}
}

function objectOf(value: unknown, what: string, file: string): Record<string, unknown> {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw new UsageError(`${file}: ${what} takes an object, {"threshold": 1.3}`);
	}

	return {...value};
}

/** @param scope what stands before the key in a message, and other names that may have been meant */
function setting(
	key: string,
	value: unknown,
	flags: FlagTable,
	file: string,
	[prefix = '', ...others]: readonly string[],
): readonly [name: string, setting: Setting] {
	const place = `${prefix}${key} in ${file}`;
	const entry = Object.entries(flags).find(([name]) => flagName(name) === `--${key}`);
	if (!entry) {
		const names = [...Object.keys(flags).map(name => flagName(name).slice(2)), ...others];
		throw new UsageError(`${file}: there is no setting ${prefix}${key}${meantBy(key, names)}`);
	}

	const [name, spec] = entry;
	if (neverSettings.has(name)) {
		throw new UsageError(`${place}: it is no setting, give --${key} each time`);
	}

	if (isOfContexts(name, spec)) {
		throw new UsageError(`${place}: it belongs into a context of the nats CLI`);
	}

	const {type, isMultiple} = spec;
	const isList = Array.isArray(value) && value.every(each => typeof each === 'string');
	if (type === 'boolean' ? typeof value === 'boolean' : typeof value === 'number') {
		return [name, {value: typeof value === 'number' ? String(value) : Boolean(value), place}];
	}

	if (type !== 'boolean' && typeof value === 'string' && value !== '') {
		return [name, {value: isMultiple === true ? [value] : value, place}];
	}

	if (isMultiple === true && isList) {
		return [name, {value: value.map(String), place}];
	}

	const wanted =
		type === 'boolean' ? 'true or false' : isMultiple === true ? 'a list of texts' : `a ${type}`;
	throw new UsageError(`${place} takes ${wanted}`);
}

/** A server from here with the credentials of a context that is named elsewhere would be the wrong cluster. */
function isOfContexts(name: string, {group}: FlagSpec): boolean {
	const isFree = name === 'context' || name === 'timeout' || name === 'connectionName';
	return (group === 'Connection' || group === 'TLS') && !isFree;
}
