import {readdirSync, readFileSync, statSync, type Stats} from 'node:fs';
import path from 'node:path';
import {cleanText} from '../../domain/clean-text.ts';
import {meantBy} from '../../domain/nearest-name.ts';
import {recordOf, type JsonRecord} from '../decode/json-value.ts';
import {
	AccessError,
	UnknownContextError,
	type AccessSettings,
	type SettingName,
	type Stated,
	type Surroundings,
} from './access-request.ts';
import {codeOf} from './client-errors.ts';
import {expandPath, fileProblem, homeFolder} from './given-files.ts';
import {looksSecret, Secret} from './secret.ts';

/** A context of the `nats` CLI. */
export type Context = {readonly name: string; readonly settings: AccessSettings};

type Env = Surroundings['env'];

/**
 * Reads a context.
 * @param given a name, the path of an existing `.json` file, or undefined for the selected context
 * @returns undefined when none is given and none is selected
 * @throws UnknownContextError; AccessError for one that cannot be used
 */
export function loadContext(
	given: string | undefined,
	env: Env,
	warn?: (warning: string) => void,
): Context | undefined {
	const name = given ?? selectedContext(env);
	if (name === undefined) {
		return undefined;
	}

	const own = given === undefined ? '' : expandPath(given, env);
	if (own.endsWith('.json') && statsOf(own)?.isFile() === true) {
		return read(path.basename(own, '.json'), own, warn);
	}

	const file = path.join(contextFolder(env), `${name}.json`);
	if (!isContextName(name) || !statsOf(file)) {
		throw new UnknownContextError(whyUnknown(name, env, given === undefined));
	}

	return read(name, file, warn);
}

/** Undefined where nothing is there, or a part of the path is a file. */
function statsOf(file: string): Stats | undefined {
	try {
		return statSync(file);
	} catch (error) {
		if (/^E(?:NOENT|NOTDIR)$/.test(codeOf(error) ?? '')) {
			return undefined;
		}

		throw error;
	}
}

/**
 * The names of the contexts that could be used, sorted.
 * @throws AccessError when their folder may not be read
 */
export function contextNames(env: Env): readonly string[] {
	const folder = contextFolder(env);
	// `nats` passes over empty files: a context that is being written is empty for a moment.
	const isUsable = (file: string) => {
		const found = statSync(path.join(folder, file), {throwIfNoEntry: false});
		return found !== undefined && found.isFile() && found.size > 0;
	};
	return entries(folder)
		.filter(file => file.endsWith('.json') && isUsable(file))
		.map(file => file.slice(0, -'.json'.length))
		.filter(isContextName)
		.sort();
}

/** The name that `nats context select` left; undefined when none is selected. */
function selectedContext(env: Env): string | undefined {
	try {
		const name = readFileSync(selectionFile(env), 'utf8').trim();
		return name === '' ? undefined : name;
	} catch {
		// As the `nats` CLI has it: a selection that cannot be read is none.
		return undefined;
	}
}

function whyUnknown(name: string, env: Env, selected: boolean): string {
	const names = contextNames(env);
	const shown = names.slice(0, shownNames).join(', ');
	const more = names.length > shownNames ? ` and ${names.length - shownNames} more` : '';
	const there = names.length === 0 ? 'there are no contexts yet' : `there are ${shown}${more}`;
	if (selected) {
		return `the selected context ${name} (in ${selectionFile(env)}) does not exist; ${there}; choose one with --context, or give --no-context`;
	}

	return `there is no context ${isContextName(name) ? '' : 'file '}${name}${meantBy(name, names)}; ${there}`;
}

const shownNames = 20;

function isContextName(name: string): boolean {
	return name !== '' && !name.includes('..') && !/[/\\]/.test(name);
}

function entries(folder: string): readonly string[] {
	try {
		return readdirSync(folder);
	} catch (cause) {
		if (codeOf(cause) === 'ENOTDIR') {
			throw new AccessError(
				`the folder of contexts ${folder} cannot exist: a part of its path is a file; check XDG_CONFIG_HOME`,
			);
		}

		const problem = fileProblem(cause);
		if (problem === 'does not exist') {
			return [];
		}

		throw new AccessError(`the folder of contexts ${folder} ${problem}`, {cause});
	}
}

function contextFolder(env: Env): string {
	return path.join(natsFolder(env), 'context');
}

function selectionFile(env: Env): string {
	return path.join(natsFolder(env), 'context.txt');
}

/** Where `nats` keeps its contexts on every system: `$XDG_CONFIG_HOME/nats` or `~/.config/nats`. */
function natsFolder(env: Env): string {
	const xdg = env['XDG_CONFIG_HOME'] ?? '';
	return path.join(xdg === '' ? path.join(homeFolder(env), '.config') : xdg, 'nats');
}

function read(name: string, file: string, warn?: (warning: string) => void): Context {
	const where = `context ${name} (${file})`;
	let json;
	try {
		json = readFileSync(file, 'utf8');
	} catch (cause) {
		throw new AccessError(`the file of the ${where} ${fileProblem(cause)}`, {cause});
	}

	return {name, settings: contextSettings(json, name, where, warn)};
}

/**
 * The settings in a context's JSON. Empty fields are as good as absent.
 * @param where how messages call the context: `context prod (/home/…/prod.json)`
 * @param warn hears of unknown fields, in one line
 * @throws AccessError that names the field, never its value
 */
export function contextSettings(
	json: string,
	name: string,
	where: string,
	warn?: (warning: string) => void,
): AccessSettings {
	const {fields, unknown} = knownFields(parse(json, where));
	if (unknown.length > 0) {
		warn?.(
			`the ${where} has unknown fields, which are ignored: ${unknown.join(', ')}; check their spelling`,
		);
	}

	const settings: Partial<Record<SettingName, Stated>> = {};
	for (const [field, setting] of Object.entries(fieldSettings)) {
		const value = fields[field] ?? '';
		if (typeof value !== 'string') {
			throw wrongType(where, field, 'a text', value);
		}

		if (value !== '') {
			settings[setting] = {text: new Secret(value), place: `"${field}" of the context ${name}`};
		}
	}

	const tlsFirst = fields['tls_first'] ?? false;
	if (typeof tlsFirst !== 'boolean') {
		throw wrongType(where, 'tls_first', 'true or false', tlsFirst);
	}

	return {...settings, tlsFirst};
}

/** As Go reads JSON: names in another case count, and the exact one counts first. */
function knownFields(json: JsonRecord) {
	const fields: Record<string, unknown> = {};
	const unknown: string[] = [];
	for (const [given, value] of Object.entries(json)) {
		const field = given.toLowerCase();
		if (!(field in fieldSettings) && field !== 'tls_first' && !otherFields.has(field)) {
			unknown.push(
				looksSecret(given) ? '[not shown: it looks like a secret]' : cleanText(given, 40),
			);
		} else if (given === field || !(field in json)) {
			fields[field] = value;
		}
	}

	return {fields, unknown};
}

/** They say nothing about the connection here. */
const otherFields: ReadonlySet<string> = new Set([
	'description',
	'color_scheme',
	'windows_cert_match',
	'windows_cert_match_by',
	'windows_ca_certs_match',
]);

const fieldSettings: Readonly<Record<string, SettingName>> = {
	url: 'url',
	socks_proxy: 'socksProxy',
	token: 'token',
	user: 'user',
	password: 'password',
	creds: 'creds',
	nkey: 'nkey',
	cert: 'cert',
	key: 'key',
	ca: 'ca',
	nsc: 'nsc',
	jetstream_domain: 'jetStreamDomain',
	jetstream_api_prefix: 'jetStreamApiPrefix',
	jetstream_event_prefix: 'jetStreamEventPrefix',
	inbox_prefix: 'inboxPrefix',
	user_jwt: 'userJwt',
	user_seed: 'userSeed',
	windows_cert_store: 'windowsCertStore',
};

function parse(json: string, where: string): JsonRecord {
	const text = json.replace(/^\uFEFF/, '');
	if (text.trim() === '') {
		throw new AccessError(`the ${where} is empty; write it again with nats context save`);
	}

	// Its marks, or the zeros between letters, read as UTF-8.
	if (/^\uFFFD|\0/.test(text)) {
		throw new AccessError(`the ${where} is not in UTF-8 (UTF-16, perhaps); save it as UTF-8`);
	}

	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (error) {
		// The parser's own message quotes the text, which holds secrets: only the position leaves here.
		throw new AccessError(`the ${where} is not valid JSON${position(json, error)}`);
	}

	const fields = recordOf(value);
	if (!fields) {
		throw new AccessError(`the ${where} must hold a JSON object, not ${kindOf(value)}`);
	}

	return fields;
}

function position(json: string, error: unknown): string {
	const offset = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
	if (offset === undefined) {
		return '';
	}

	const lines = json.slice(0, Number(offset)).split('\n');
	return ` (line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1})`;
}

function wrongType(where: string, field: string, wanted: string, value: unknown): AccessError {
	return new AccessError(`"${field}" in the ${where} must be ${wanted}, not ${kindOf(value)}`);
}

function kindOf(value: unknown): string {
	return value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
