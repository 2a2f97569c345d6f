import type {ConnectionOptions} from 'nats';
import type {Authentication, ConnectionTarget, SecretSource} from './access/connection-target.ts';
import {ConnectionFailedError} from './connection-errors.ts';

/** How often a lost connection is tried again, in ms. */
const reconnectWaitMs = 500;

/** How soon a connection that fell silent is taken for lost: after two of these without an answer, in ms. */
const pingIntervalMs = 5000;

/** What the client needs to know of a target. It reconnects for as long as it is open. */
export function connectionOptions(target: ConnectionTarget): ConnectionOptions {
	return {
		...identity(target.authentication),
		servers: [...target.servers],
		name: target.connectionName,
		timeout: target.timeoutMs,
		inboxPrefix: target.inboxPrefix,
		maxReconnectAttempts: -1,
		reconnectTimeWait: reconnectWaitMs,
		pingInterval: pingIntervalMs,
		maxPingOut: 2,
		noAsyncTraces: true,
	};
}

function identity(authentication: Authentication): ConnectionOptions {
	switch (authentication.type) {
		case 'none':
			return {};
		case 'user':
			return {user: authentication.user, pass: textIn(authentication.password)};
		case 'token':
			return {token: textIn(authentication.token)};
		default:
			throw new ConnectionFailedError(
				`Cannot log in with ${authentication.type} yet: give a user and a password.`,
			);
	}
}

function textIn(source: SecretSource): string {
	if (source.type === 'text') {
		return source.text.reveal();
	}

	throw new ConnectionFailedError('Cannot read a secret from a file yet: give it in the address.');
}
