import {nkeys} from 'nats';
import {Secret} from './secret.ts';

export type UserCredentials = {readonly jwt: Secret; readonly seed: Secret};

/**
 * The JWT and the seed in the text of a credentials file, whatever stands around them.
 * @throws InvalidSecretError
 */
export function parseCreds(text: Secret): UserCredentials {
	return {jwt: parseJwt(text), seed: parseSeed(text)};
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

/** @throws InvalidSecretError */
export function parseJwt(text: Secret): Secret {
	const jwt = line(text, /^eyJ[\w-]+\.[\w-]+\.[\w-]+=*$/);
	if (jwt === undefined) {
		throw new InvalidSecretError('holds no user JWT (a line that begins with eyJ)');
	}

	return new Secret(jwt);
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

/** A text that should hold a secret of some kind does not. The message continues the name of the place. */
export class InvalidSecretError extends Error {
	override readonly name = 'InvalidSecretError';
}

function line(text: Secret, shape: RegExp): string | undefined {
	return text
		.reveal()
		.split('\n')
		.map(one => one.trim())
		.find(one => shape.test(one));
}
