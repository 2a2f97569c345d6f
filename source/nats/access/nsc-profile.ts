import {CredentialsError} from './access-errors.ts';
import type {Surroundings} from './access-request.ts';
import {resultOf} from './reference-program.ts';

export type NscProfile = {
	readonly credsFile: string;
	/** The operator's service URLs, comma-separated; undefined when it has none. */
	readonly urls: string | undefined;
};

/**
 * Asks `nsc` for a user's credentials file and for the addresses of the operator's servers.
 * @param reference `operator/account/user`, with or without `nsc://`
 * @throws CredentialsError
 */
export async function nscProfile(
	reference: string,
	place: string,
	surroundings: Surroundings,
): Promise<NscProfile> {
	// nsc takes the scheme in small letters only.
	const url = `nsc://${reference.replace(/^nsc:\/\//i, '')}`;
	const output = await resultOf('nsc', ['generate', 'profile', url], place, surroundings);
	const profile = parseProfile(output.reveal());
	if (profile === undefined) {
		throw new CredentialsError(
			`${place}: nsc did not name a credentials file; try: nsc generate profile ${url}`,
		);
	}

	return profile;
}

function parseProfile(json: string): NscProfile | undefined {
	let value: unknown;
	try {
		value = JSON.parse(json);
	} catch {
		return undefined;
	}

	const credsFile = at(value, 'user_creds');
	const service = at(at(value, 'operator'), 'service');
	const urls = Array.isArray(service) ? service.filter(url => typeof url === 'string') : [];
	return typeof credsFile === 'string' && credsFile !== ''
		? {credsFile, urls: urls.length === 0 ? undefined : urls.join(',')}
		: undefined;
}

function at(value: unknown, field: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;
}
