import {readFileSync, statSync} from 'node:fs';
import {nkeys} from 'nats';
import type {SecretSource} from './connection-target.ts';
import {Secret} from './secret.ts';

/**
 * Reads a secret anew at every call, as far as it comes from a file.
 * While the file is away, half written or wrong, the last good content is given: throwing would end a connection for
 * good that only waits for its credentials to be replaced.
 * @param parse throws for a text that cannot be used
 */
export function rotatingSecret<Parsed>(
	{text, file}: SecretSource,
	parse: (text: Secret) => Parsed,
): () => Parsed {
	let last = parse(text);
	return () => {
		try {
			// The pipe of a shell's `<(…)` was emptied by the first reading, and reading it again might wait for ever.
			if (file !== undefined && statSync(file).isFile()) {
				last = parse(new Secret(readFileSync(file, 'utf8')));
			}
		} catch {
			// Kept as it was.
		}

		return last;
	};
}

export type UserCredentials = {readonly jwt: Secret; readonly seed: Secret};

/**
 * The JWT and the seed in the text of a credentials file, whatever stands around them.
 * @throws InvalidSecretError
 */
export function parseCreds(text: Secret): UserCredentials {
	return {jwt: parseJwt(text), seed: parseSeed(text)};
}

/** @throws InvalidSecretError */
export function parseJwt(text: Secret): Secret {
	const jwt = line(text, /^eyJ[\w-]+\.[\w-]+\.[\w-]+=*$/);
	if (jwt === undefined) {
		throw new InvalidSecretError('holds no user JWT (a line that begins with eyJ)');
	}

	return new Secret(jwt);
}

/**
 * The seed of a user's nkey, in the text of an nkey file or alone.
 * @throws InvalidSecretError
 */
export function parseSeed(text: Secret): Secret {
	const seed = line(text, /^S[A-Z][A-Z2-7]+$/);
	if (seed === undefined) {
		throw new InvalidSecretError('holds no seed of an nkey (a line that begins with SU)');
	}

	let publicKey;
	try {
		publicKey = nkeys.fromSeed(new TextEncoder().encode(seed)).getPublicKey();
	} catch {
		throw new InvalidSecretError('holds a damaged seed; write it anew, with nsc or nats auth');
	}

	if (!publicKey.startsWith('U')) {
		throw new InvalidSecretError('holds the seed of something else than a user; users have SU…');
	}

	return new Secret(seed);
}

/** A text that should hold a secret of some kind does not. The message continues the name of the place. */
export class InvalidSecretError extends Error {
	override readonly name = 'InvalidSecretError';
}

function line(text: Secret, shape: RegExp): string | undefined {
	const lines = text.reveal().split('\n');
	return lines.map(one => one.trim()).find(one => shape.test(one));
}

/** When a JWT stops to be valid, epoch in ms; undefined when never, or when it does not say so legibly. */
export function jwtExpiry(jwt: Secret): number | undefined {
	const claims = jwt.reveal().split('.')[1] ?? '';
	try {
		const value: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
		const expiry = typeof value === 'object' && value !== null && 'exp' in value ? value.exp : 0;
		return typeof expiry === 'number' && expiry > 0 ? expiry * 1000 : undefined;
	} catch {
		return undefined;
	}
}
