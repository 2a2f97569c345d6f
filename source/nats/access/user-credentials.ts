import {readFileSync, statSync} from 'node:fs';
import {nkeys} from 'nats';
import type {Authentication, Identity, SecretSource} from './connection-target.ts';
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

/**
 * What to do when a server does not take the credentials.
 * @param now epoch in ms; without it nothing is said about expiry
 */
export function authenticationAdvice(
	{beside = [], ...main}: Authentication,
	now: number | undefined,
): string {
	const also = beside.map(({type}) => sentToo[type]).join(' and ');
	return `${identityAdvice(main, now)}${also === '' ? '' : `; sent with it: ${also}`}`;
}

const sentToo: Readonly<Record<Identity['type'], string>> = {
	none: 'nothing',
	user: 'user and password',
	token: 'a token',
	nkey: 'an nkey',
	creds: 'credentials',
	jwt: 'a user JWT',
};

function identityAdvice(authentication: Identity, now: number | undefined): string {
	switch (authentication.type) {
		case 'user': {
			// Its name stays out: it may be a token, given by mistake.
			if (authentication.password.text.isEmpty) {
				return 'the server refused the user without a password; give --password, or --token if it is a token';
			}

			return `the server refused the user ${authentication.user}; check name and password${from(authentication.password)}, and the account they belong to`;
		}

		case 'token': {
			return `the server refused the token${from(authentication.token)}; check it; a user has a colon in an address (nats://user:@host), or is given with --user`;
		}

		case 'nkey': {
			return `the server refused the nkey${from(authentication.seed)}; check that its public key is among the users of the server`;
		}

		case 'creds': {
			const {creds} = authentication;
			const expiry = jwtExpiry(rotatingSecret(creds, parseCreds)().jwt);
			return jwtAdvice(`credentials${from(creds)}`, expiry, now);
		}

		case 'jwt': {
			const {jwt} = authentication;
			return jwtAdvice(`user JWT${from(jwt)}`, jwtExpiry(rotatingSecret(jwt, parseJwt)()), now);
		}

		default: {
			return 'the server wants credentials; give --context, --creds, --nkey, or --user and --password';
		}
	}
}

function jwtAdvice(what: string, expiry: number | undefined, now: number | undefined): string {
	return expiry !== undefined && now !== undefined && expiry <= now
		? `the ${what} expired at ${new Date(expiry).toISOString()}; get new ones`
		: `the server refused the ${what}; check that they belong to this server's operator and are neither revoked nor expired`;
}

function from({file}: SecretSource): string {
	return file === undefined ? '' : ` in ${file}`;
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
