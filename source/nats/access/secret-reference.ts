import {AccessError, type Stated, type Surroundings} from './access-request.ts';
import type {SecretSource} from './connection-target.ts';
import {expandPath, readGivenFile} from './given-files.ts';
import {Secret} from './secret.ts';
import {nscProfile, secretFrom} from './secret-programs.ts';

/**
 * The secret in a setting that holds the secret itself or a reference to it: `password`, `token`, `user_jwt`, `user_seed`.
 * @throws AccessError
 */
export async function literalSecret(
	stated: Stated,
	surroundings: Surroundings,
): Promise<SecretSource> {
	const resolved = await resolveReference(stated, surroundings);
	return resolved === undefined
		? {text: stated.text, file: undefined}
		: {...resolved, text: resolved.text.withoutLineEnd()};
}

/**
 * The secret in a setting that names a file or holds a reference: `creds`, `nkey`.
 * @throws AccessError
 */
export async function fileSecret(
	stated: Stated,
	surroundings: Surroundings,
): Promise<SecretSource> {
	const resolved = await resolveReference(stated, surroundings);
	if (resolved !== undefined) {
		return resolved;
	}

	const text = stated.text.reveal();
	const scheme = schemeOf(text);
	if (scheme !== undefined) {
		throw new AccessError(
			`${stated.place}: references cannot begin with ${scheme}:; use a path, file://, env://, op://, nsc:// or data:;base64,`,
		);
	}

	return fromFile(text, stated.place, surroundings);
}

/**
 * The path in a setting that takes files only: `cert`, `key`, `ca`.
 * @throws AccessError
 */
export function filePath({text, place}: Stated, {env}: Surroundings): string {
	const given = text.reveal();
	const scheme = schemeOf(given)?.toLowerCase();
	if (scheme !== undefined && scheme !== 'file') {
		throw new AccessError(`${place}: takes a file, not a ${scheme}: reference`);
	}

	return expandPath(withoutScheme(given), env);
}

/** @returns undefined for a text that is no reference */
async function resolveReference(
	{text, place}: Stated,
	surroundings: Surroundings,
): Promise<SecretSource | undefined> {
	const reference = text.reveal();
	const target = withoutScheme(reference);
	switch (/^(?:file|env|op|nsc):\/\/|^data:/i.exec(reference)?.[0].toLowerCase()) {
		case 'file://': {
			return fromFile(target, place, surroundings);
		}

		case 'env://': {
			return {text: fromVariable(target, place, surroundings), file: undefined};
		}

		case 'op://': {
			const answer = await secretFrom('op', ['read', `op://${target}`], place, surroundings);
			return {text: answer, file: undefined};
		}

		case 'nsc://': {
			const {credsFile} = await nscProfile(reference, place, surroundings);
			return fromFile(credsFile, place, surroundings);
		}

		case 'data:': {
			return {text: fromDataUrl(reference, place), file: undefined};
		}

		default: {
			return undefined;
		}
	}
}

function fromFile(given: string, place: string, {env}: Surroundings): SecretSource {
	const file = expandPath(given, env);
	return {text: new Secret(readGivenFile(file, place)), file};
}

function fromVariable(name: string, place: string, {env}: Surroundings): Secret {
	const value = env[name];
	if (value === undefined || value === '') {
		const state = value === undefined ? 'is not set' : 'is empty';
		throw new AccessError(`${place}: the environment variable ${name} ${state}`);
	}

	return new Secret(value);
}

/** As RFC 2397 has it, but always in base64, as `nats` embeds files. */
function fromDataUrl(reference: string, place: string): Secret {
	const [, parameters = '', payload] = /^data:([^,]*),(.*)$/is.exec(reference) ?? [];
	const isBase64 = parameters.split(';').some(parameter => parameter.trim() === 'base64');
	if (payload === undefined || !isBase64) {
		throw new AccessError(`${place}: a data: reference must begin with data:;base64,`);
	}

	const base64 = payload.trim();
	if (!/^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(base64)) {
		throw new AccessError(`${place}: the data: reference is not valid base64`);
	}

	return new Secret(Buffer.from(base64, 'base64').toString('utf8'));
}

function schemeOf(text: string): string | undefined {
	return /^([a-z][a-z\d+.-]+):/i.exec(text)?.[1];
}

function withoutScheme(reference: string): string {
	return reference.replace(/^[a-z]+:\/\//i, '');
}
