import {existsSync} from 'node:fs';
import {flagName, isSet} from './cli/flag-values.ts';
import type {Command, FlagSpec, FlagValue} from './cli/command.ts';
import {settingsFile, settingsFor} from './cli/settings.ts';
import {cleanText} from '../domain/clean-text.ts';

type Row = {
	readonly setting: string;
	readonly value: string;
	readonly place: string;
	/** The commands that it is for; undefined where it is for all that have such a flag. */
	readonly only: string | undefined;
};

export const config: Command = {
	name: 'config',
	arguments: [],
	summary: 'the settings in force, and where each comes from',
	flags: {json: {type: 'boolean', help: 'print JSON'}},
	async run({commands, env, flags, stdout}) {
		const file = settingsFile(env);
		const rows = rowsOf(commands, env);
		if (isSet(flags, 'json')) {
			stdout.write(
				`${JSON.stringify({file, exists: existsSync(file), settings: rows}, undefined, 2)}\n`,
			);
			return 0;
		}

		const nameWidth = Math.max(...rows.map(({setting}) => setting.length));
		const valueWidth = Math.max(...rows.map(({value}) => value.length));
		stdout.write(
			[
				`settings file: ${file}${existsSync(file) ? '' : ' (not there)'}`,
				...rows.map(
					({setting, value, place}) =>
						`  ${setting.padEnd(nameWidth)}  ${value.padEnd(valueWidth)}  ${place}`,
				),
				rows.length === 0 ? 'Nothing is set: all flags have their defaults' : '',
			]
				.filter(line => line !== '')
				.map(line => `${cleanText(line, 1000)}\n`)
				.join(''),
		);
		return 0;
	},
};

/** Each setting once; where the commands differ, with the command's name before it. */
function rowsOf(commands: readonly Command[], env: Parameters<typeof settingsFor>[2]): Row[] {
	const rows = new Map<string, Row>();
	for (const command of commands) {
		for (const [name, {value, place}] of settingsFor(command, commands, env)) {
			const spec = command.flags[name];
			const key = flagName(name).slice(2);
			const isOwn = place.startsWith(`${command.name}.`);
			const setting = isOwn ? `${command.name} ${key}` : key;
			if (spec) {
				rows.set(setting, {
					setting,
					value: shown(name, spec, value),
					place,
					only: isOwn ? command.name : undefined,
				});
			}
		}
	}

	return [...rows.values()].sort((a, b) => a.setting.localeCompare(b.setting));
}

/** Addresses may hold user info, and most of what a connection is opened with is secret. */
function shown(name: string, {group}: FlagSpec, value: FlagValue): string {
	const isPlain = name === 'context' || name === 'timeout' || name === 'connectionName';
	if ((group === 'Connection' || group === 'TLS') && !isPlain) {
		return '(not shown)';
	}

	const texts = typeof value === 'object' ? value : [String(value)];
	return texts
		.map(text => text.replace(/\/\/[^/\s]*@/, '//').replace(/data:.*/, 'data:…'))
		.join(' ');
}
