import {readFileSync} from 'node:fs';
import {checkServerIdentity, type PeerCertificate} from 'node:tls';
import {inspect} from 'node:util';
import type {Auth, Authenticator, ConnectionOptions} from 'nats';
import {
	jwtAuthenticator,
	nkeyAuthenticator,
	tokenAuthenticator,
	usernamePasswordAuthenticator,
} from 'nats';
import type {
	Authentication,
	ConnectionTarget,
	Identity,
	SecretSource,
	TlsAccess,
} from './connection-target.ts';
import type {Secret} from './secret.ts';
import {parseCreds, parseJwt, parseSeed, rotatingSecret} from './user-credentials.ts';

/**
 * What nats.js needs to connect to a target. How to reconnect is left to the connection's owner.
 * Files of credentials, keys and certificates are read again for every connection.
 */
export function connectionOptions(target: ConnectionTarget): ConnectionOptions {
	const {servers, connectionName, inboxPrefix, timeoutMs, authentication, tls} = target;
	const authenticator = authenticatorOf(authentication);
	return {
		servers: [...servers],
		name: connectionName,
		timeout: timeoutMs,
		// A stack kept for every request costs time, and none is ever shown.
		noAsyncTraces: true,
		...(inboxPrefix !== undefined && {inboxPrefix}),
		...(authenticator && {authenticator}),
		...(tls && {tls: new TlsFiles(tls)}),
	};
}

function authenticatorOf({beside = [], ...main}: Authentication): Authenticator | undefined {
	const all = [main, ...beside].flatMap(identity => identityAuthenticator(identity) ?? []);
	return all.length === 0 ? undefined : nonce => Object.assign({}, ...all.map(one => one(nonce)));
}

function identityAuthenticator(authentication: Identity): Authenticator | undefined {
	switch (authentication.type) {
		case 'user': {
			const password = rotatingLine(authentication.password);
			return usernamePasswordAuthenticator(authentication.user, () => password().reveal());
		}

		case 'token': {
			const token = rotatingLine(authentication.token);
			return tokenAuthenticator(() => token().reveal());
		}

		case 'nkey': {
			const seed = rotatingSecret(authentication.seed, parseSeed);
			return nkeyAuthenticator(() => bytes(seed()));
		}

		case 'creds': {
			const read = rotatingSecret(authentication.creds, parseCreds);
			// Both from one reading: the file may change between two.
			return nonce => {
				const {jwt, seed} = read();
				return signedJwt(jwt, seed, nonce);
			};
		}

		case 'jwt': {
			const jwt = rotatingSecret(authentication.jwt, parseJwt);
			const seed = authentication.seed && rotatingSecret(authentication.seed, parseSeed);
			return nonce => signedJwt(jwt(), seed?.(), nonce);
		}

		default: {
			return undefined;
		}
	}
}

/** Without the nkey, as in nats.go: a server with nkeys of its own would look for it before it looks at a user. */
function signedJwt(jwt: Secret, seed: Secret | undefined, nonce: string | undefined): Auth {
	const text = jwt.reveal();
	const auth = jwtAuthenticator(text, seed && bytes(seed))(nonce);
	return {jwt: text, ...(auth && 'sig' in auth && {sig: auth.sig})};
}

function rotatingLine(source: SecretSource): () => Secret {
	return rotatingSecret(source, text => {
		const line = text.withoutLineEnd();
		if (line.isEmpty && source.file !== undefined) {
			throw new RangeError('an empty file is a file that is being written');
		}

		return line;
	});
}

function bytes(secret: Secret): Uint8Array {
	return new TextEncoder().encode(secret.reveal());
}

/**
 * nats.js 3.3 would read the files while it has no listener on the socket, and miss a refusal that arrives then. So it gets
 * their content, read again for every connection, from getters that nothing prints.
 */
class TlsFiles {
	readonly #files: TlsAccess;
	readonly handshakeFirst: boolean;
	// nats.js hands fields that it does not know to Node.
	readonly checkServerIdentity = checkDialedIdentity;

	constructor(files: TlsAccess) {
		this.#files = files;
		this.handshakeFirst = files.handshakeFirst;
	}

	get ca(): string {
		return textOf(this.#files.caFile);
	}

	get cert(): string {
		return textOf(this.#files.certFile);
	}

	get key(): string {
		return textOf(this.#files.keyFile);
	}

	[inspect.custom](): TlsAccess {
		return this.#files;
	}
}

/** Empty is as good as none. */
function textOf(file: string | undefined): string {
	return file === undefined ? '' : readFileSync(file, 'utf8');
}

/**
 * Compares a server's certificate with the address that was dialed. nats.js 3.3 starts TLS on a connected socket with an
 * empty server name when the address is an IP: Node then compares with `localhost`, refuses certificates for that IP, and
 * takes one for localhost from any IP. Node calls this on its TLS options, where the socket has the real address.
 */
function checkDialedIdentity(
	this: unknown,
	hostname: string,
	certificate: PeerCertificate,
): Error | undefined {
	return checkServerIdentity(dialedIp(this) ?? hostname, certificate);
}

/** The IP that was dialed; undefined when a name was dialed or when the options do not show it. */
function dialedIp(options: unknown): string | undefined {
	if (at(options, 'servername') !== '' || at(options, 'host') !== undefined) {
		return undefined;
	}

	const address = at(at(options, 'socket'), 'remoteAddress');
	return typeof address === 'string' ? address.replace(/^::ffff:(?=\d+\.)/i, '') : undefined;
}

function at(value: unknown, field: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;
}
