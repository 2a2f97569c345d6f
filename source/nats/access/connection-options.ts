import type {Authenticator, ConnectionOptions, TlsOptions} from 'nats';
import {
	jwtAuthenticator,
	nkeyAuthenticator,
	tokenAuthenticator,
	usernamePasswordAuthenticator,
} from 'nats';
import type {
	Authentication,
	ConnectionTarget,
	SecretSource,
	TlsAccess,
} from './connection-target.ts';
import {rotatingSecret} from './rotating-secret.ts';
import type {Secret} from './secret.ts';
import {serverIdentityCheck} from './server-identity.ts';
import {parseCreds, parseJwt, parseSeed} from './user-credentials.ts';

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
		// A stack for every request, kept for the case that it fails: nobody here is shown one.
		noAsyncTraces: true,
		...(inboxPrefix !== undefined && {inboxPrefix}),
		...(authenticator && {authenticator}),
		...(tls && {tls: tlsOptions(tls)}),
	};
}

function authenticatorOf(authentication: Authentication): Authenticator | undefined {
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
				return jwtAuthenticator(jwt.reveal(), bytes(seed))(nonce);
			};
		}

		case 'jwt': {
			const jwt = rotatingSecret(authentication.jwt, parseJwt);
			const seed = authentication.seed && rotatingSecret(authentication.seed, parseSeed);
			return nonce => jwtAuthenticator(jwt().reveal(), seed && bytes(seed()))(nonce);
		}

		default: {
			return undefined;
		}
	}
}

function rotatingLine(source: SecretSource): () => Secret {
	return rotatingSecret(source, text => {
		const line = text.withoutLineEnd();
		if (line.isEmpty) {
			throw new RangeError('an empty file is a file that is being written');
		}

		return line;
	});
}

function bytes(secret: Secret): Uint8Array {
	return new TextEncoder().encode(secret.reveal());
}

function tlsOptions({caFile, certFile, keyFile, handshakeFirst}: TlsAccess): TlsOptions {
	// nats.js hands fields that it does not know to Node.
	return {
		...serverIdentityCheck,
		handshakeFirst,
		...(caFile !== undefined && {caFile}),
		...(certFile !== undefined && {certFile}),
		...(keyFile !== undefined && {keyFile}),
	};
}
