import {readFileSync, statSync} from 'node:fs';
import {nkeys} from 'nats';
import type {Authentication, Identity, SecretSource} from './connection-target.ts';
import {cleanText} from '../../domain/clean-text.ts';
import {listed} from '../../domain/words.ts';
import {recordOf, recordsOf, textOf, textsOf, type JsonRecord} from '../decode/json-value.ts';
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
			const {jwt, seed} = rotatingSecret(creds, parseCreds)();
			return jwtAdvice(`credentials${from(creds)}`, {jwt, seed}, now);
		}

		case 'jwt': {
			const {jwt, seed} = authentication;
			const read = {
				jwt: rotatingSecret(jwt, parseJwt)(),
				seed: seed && rotatingSecret(seed, parseSeed)(),
			};
			return jwtAdvice(`user JWT${from(jwt)}`, read, now);
		}

		default: {
			return 'the server wants credentials; give --context, --creds, --nkey, or --user and --password';
		}
	}
}

function jwtAdvice(
	what: string,
	{jwt, seed}: {readonly jwt: Secret; readonly seed: Secret | undefined},
	now: number | undefined,
): string {
	const expiry = jwtExpiry(jwt);
	if (expiry !== undefined && now !== undefined && expiry <= now) {
		return `the ${what} expired at ${new Date(expiry).toISOString()}; get new ones`;
	}

	const limits = jwtLimits(claimsOf(jwt), seed, now);
	return limits.length === 0
		? `the server refused the ${what}; check that they belong to this server's operator and are neither revoked nor expired`
		: `the server refused the ${what}; ${limits.join('; ')}`;
}

/** What a user JWT demands of a connection, as far as that may be why it is refused (jwt v2, user_claims.go). */
function jwtLimits(
	claims: JsonRecord,
	seed: Secret | undefined,
	now: number | undefined,
): readonly string[] {
	const nats = recordOf(claims['nats']);
	const limits: string[] = [];
	if (seed === undefined && nats?.['bearer_token'] !== true) {
		limits.push('a JWT that is no bearer token needs its seed: give --seed, or user_seed');
	}

	if (seed && publicKeyOf(seed) !== claims['sub']) {
		limits.push('the seed belongs to another user than the JWT');
	}

	const start = claims['nbf'];
	if (typeof start === 'number' && now !== undefined && start * 1000 > now) {
		limits.push(`the JWT is not valid before ${new Date(start * 1000).toISOString()}`);
	}

	const types = textsOf(nats?.['allowed_connection_types']);
	if (types.length > 0 && !types.some(type => type.toUpperCase() === 'STANDARD')) {
		limits.push(`the JWT allows no clients, only ${listed(types.map(shown))}`);
	}

	const sources = textsOf(nats?.['src']);
	if (sources.length > 0) {
		limits.push(`the JWT is for the addresses ${listed(sources.map(shown))} only`);
	}

	const times = recordsOf(nats?.['times']).map(
		({start: from, end}) => `${textOf(from) ?? ''}-${textOf(end) ?? ''}`,
	);
	if (times.length > 0) {
		const zone = textOf(nats?.['times_location']) ?? "the server's time";
		limits.push(`the JWT is for the times ${listed(times.map(shown))} only (${shown(zone)})`);
	}

	return limits;
}

function shown(text: string): string {
	return cleanText(text, 60);
}

function publicKeyOf(seed: Secret): string {
	return nkeys.fromSeed(new TextEncoder().encode(seed.reveal())).getPublicKey();
}

function from({file}: SecretSource): string {
	return file === undefined ? '' : ` in ${file}`;
}

/** When a JWT stops to be valid, epoch in ms; undefined when never, or when it does not say so legibly. */
export function jwtExpiry(jwt: Secret): number | undefined {
	const {exp} = claimsOf(jwt);
	return typeof exp === 'number' && exp > 0 ? exp * 1000 : undefined;
}

/** Empty where they are not legible. */
function claimsOf(jwt: Secret): JsonRecord {
	const claims = jwt.reveal().split('.')[1] ?? '';
	try {
		return recordOf(JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'))) ?? {};
	} catch {
		return {};
	}
}
