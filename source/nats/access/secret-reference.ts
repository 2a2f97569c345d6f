import path from 'node:path';
import {CredentialsError} from './access-errors.ts';
import type {Stated, Surroundings} from './access-request.ts';
import type {SecretSource} from './connection-target.ts';
import {expandPath} from './expand-path.ts';
import {nscProfile} from './nsc-profile.ts';
import {readGivenFile} from './read-given-file.ts';
import {resultOf} from './reference-program.ts';
import {Secret} from './secret.ts';

/**
 * The secret in a setting that holds the secret itself or a reference to it: `password`, `token`, `user_jwt`, `user_seed`.
 * @throws CredentialsError
 */
export async function literalSecret(
	stated: Stated,
	surroundings: Surroundings,
): Promise<SecretSource> {
	const resolved = await resolveReference(stated, surroundings);
	if (resolved === undefined) {
		return {text: stated.text, file: undefined};
	}

	return {...resolved, text: resolved.text.withoutLineEnd()};
}

/**
 * The secret in a setting that names a file or holds a reference: `creds`, `nkey`.
 * @throws CredentialsError
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
	const scheme = /^([a-z][a-z\d+.-]+):/i.exec(text)?.[1];
	if (scheme !== undefined) {
		throw new CredentialsError(
			`${stated.place}: references cannot begin with ${scheme}:; use a path, file://, env://, op://, nsc:// or data:;base64,`,
		);
	}

	return fromFile(text, stated.place, surroundings);
}

/**
 * The path in a setting that takes files only: `cert`, `key`, `ca`.
 * @throws CredentialsError
 */
export function filePath({text, place}: Stated, {env}: Surroundings): string {
	const given = text.reveal();
	const scheme = /^([a-z][a-z\d+.-]+):/i.exec(given)?.[1]?.toLowerCase();
	if (scheme !== undefined && scheme !== 'file') {
		throw new CredentialsError(`${place}: takes a file, not a ${scheme}: reference`);
	}

	return path.resolve(expandPath(withoutScheme(given), env));
}

/** @returns undefined for a text that is no reference */
async function resolveReference(
	{text, place}: Stated,
	surroundings: Surroundings,
): Promise<SecretSource | undefined> {
	const reference = text.reveal();
	const scheme = /^(file|env|op|nsc):\/\/|^data:/i.exec(reference)?.[0].toLowerCase();
	switch (scheme) {
		case 'file://': {
			return fromFile(withoutScheme(reference), place, surroundings);
		}

		case 'env://': {
			return fromVariable(withoutScheme(reference), place, surroundings);
		}

		case 'op://': {
			const url = `op://${withoutScheme(reference)}`;
			return {text: await resultOf('op', ['read', url], place, surroundings), file: undefined};
		}

		case 'nsc://': {
			const {credsFile} = await nscProfile(reference, place, surroundings);
			return fromFile(credsFile, place, surroundings);
		}

		case 'data:': {
			return fromDataUrl(reference, place);
		}

		default: {
			return undefined;
		}
	}
}

function fromFile(given: string, place: string, {env}: Surroundings): SecretSource {
	const file = path.resolve(expandPath(given, env));
	return {text: new Secret(readGivenFile(file, place)), file};
}

function fromVariable(name: string, place: string, {env}: Surroundings): SecretSource {
	const value = env[name];
	if (value === undefined || value === '') {
		const state = value === undefined ? 'is not set' : 'is empty';
		throw new CredentialsError(`${place}: the environment variable ${name} ${state}`);
	}

	return {text: new Secret(value), file: undefined};
}

/** As RFC 2397 has it, but always in base64, as `nats` embeds files. */
function fromDataUrl(reference: string, place: string): SecretSource {
	const comma = reference.indexOf(',');
	const parameters = reference.slice('data:'.length, comma).split(';');
	const payload = reference.slice(comma + 1).trim();
	if (comma === -1 || !parameters.some(parameter => parameter.trim() === 'base64')) {
		throw new CredentialsError(`${place}: a data: reference must begin with data:;base64,`);
	}

	if (!/^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(payload)) {
		throw new CredentialsError(`${place}: the data: reference is not valid base64`);
	}

	return {text: new Secret(Buffer.from(payload, 'base64').toString('utf8')), file: undefined};
}

function withoutScheme(reference: string): string {
	return reference.replace(/^[a-z]+:\/\//i, '');
}
