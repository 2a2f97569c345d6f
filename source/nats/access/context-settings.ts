import {InvalidContextError} from './access-errors.ts';
import type {AccessSettings, SettingName, Stated} from './access-request.ts';
import {Secret} from './secret.ts';

/**
 * The settings in a context's JSON. Fields that leadertop does not know are passed over, empty ones are as good as
 * absent.
 * @param where how messages call the context: `context prod (/home/…/prod.json)`
 * @throws InvalidContextError that names the field, never its value
 */
export function contextSettings(json: string, name: string, where: string): AccessSettings {
	const fields = parse(json, where);
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

/** `description` and `color_scheme` say nothing about the connection. */
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

function parse(json: string, where: string): Readonly<Record<string, unknown>> {
	let value: unknown;
	try {
		value = JSON.parse(json);
	} catch (error) {
		// The parser's own message quotes the text, which holds secrets: only the position leaves here.
		throw new InvalidContextError(`the ${where} is not valid JSON${position(json, error)}`);
	}

	if (!isRecord(value)) {
		throw new InvalidContextError(`the ${where} must hold a JSON object, not ${kindOf(value)}`);
	}

	return value;
}

function position(json: string, error: unknown): string {
	const offset = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
	if (offset === undefined) {
		return '';
	}

	const lines = json.slice(0, Number(offset)).split('\n');
	return ` (line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1})`;
}

function wrongType(where: string, field: string, wanted: string, value: unknown) {
	return new InvalidContextError(
		`"${field}" in the ${where} must be ${wanted}, not ${kindOf(value)}`,
	);
}

function kindOf(value: unknown): string {
	return value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
