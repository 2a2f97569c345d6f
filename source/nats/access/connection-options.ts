import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {checkServerIdentity, rootCertificates, type PeerCertificate} from 'node:tls';
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

	/** Only there when it was given: nats.js takes the name that was dialed otherwise. */
	declare readonly servername?: string;

	constructor(files: TlsAccess) {
		this.#files = files;
		this.handshakeFirst = files.handshakeFirst;
		if (files.serverName !== undefined) {
			this.servername = files.serverName;
		}
	}

	/** As in nats.go, an authority that is given is the only one. */
	get ca(): string {
		const {caFile} = this.#files;
		return caFile === undefined ? commonAuthorities() : textOf(caFile);
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

/** Where a server requires TLS that was not asked for. */
export const unaskedTls = new TlsFiles({
	caFile: undefined,
	certFile: undefined,
	keyFile: undefined,
	handshakeFirst: false,
});

/** Authorities that Node trusts, and those of the system, which Node passes over: in PEM. */
function commonAuthorities(): string {
	const {SSL_CERT_FILE: file = '', SSL_CERT_DIR: folders = ''} = process.env;
	const inFolders = folders
		.split(':')
		.filter(folder => folder !== '')
		.flatMap(
			folder => attempt(() => readdirSync(folder).map(name => path.join(folder, name))) ?? [],
		);
	const files = file === '' ? systemBundles : [file];
	const bundle = files.map(each => readable(each)).find(text => text !== '') ?? '';
	return [...rootCertificates, bundle, ...inFolders.map(each => readable(each))].join('\n');
}

/** As Go looks for them (crypto/x509, root_linux.go and others). */
const systemBundles = [
	'/etc/ssl/certs/ca-certificates.crt',
	'/etc/pki/tls/certs/ca-bundle.crt',
	'/etc/ssl/ca-bundle.pem',
	'/etc/pki/tls/cacert.pem',
	'/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
	'/etc/ssl/cert.pem',
];

function readable(file: string): string {
	const text = attempt(() => readFileSync(file, 'utf8')) ?? '';
	return text.includes('-----BEGIN CERTIFICATE-----') ? text : '';
}

function attempt<Value>(work: () => Value): Value | undefined {
	try {
		return work();
	} catch {
		return undefined;
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
