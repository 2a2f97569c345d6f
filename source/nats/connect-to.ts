import {connect, errors, type NatsConnection} from 'nats';
import type {ConnectionTarget} from './access/connection-target.ts';
import {
	AccessRefusedError,
	ConnectionFailedError,
	ServerUnreachableError,
} from './connection-errors.ts';
import {connectionOptions} from './connection-options.ts';
import {untilAborted} from './until-aborted.ts';

/**
 * Opens a connection that reconnects by itself from then on.
 * @throws ServerUnreachableError, AccessRefusedError, another ConnectionFailedError, or the reason of the signal
 */
export async function connectTo(
	target: ConnectionTarget,
	signal?: AbortSignal,
): Promise<NatsConnection> {
	signal?.throwIfAborted();
	const opening = connect(connectionOptions(target));
	try {
		return keepTrying(await untilAborted(opening, signal));
	} catch (error) {
		if (signal?.aborted) {
			// The client cannot be stopped while it connects.
			void opening.then(
				async connection => connection.close(),
				() => undefined,
			);
			throw error;
		}

		throw explain(error, target);
	}
}

/**
 * Lets the client reconnect after refusals too: they pass when credentials are renewed or an authentication service is
 * back. It cannot be told so at first, because then it would also never give up its first attempt: each server's
 * greeting brings back the servers that were struck off.
 */
function keepTrying(connection: NatsConnection): NatsConnection {
	const options: unknown = 'options' in connection ? connection.options : undefined;
	if (typeof options === 'object' && options !== null && 'ignoreAuthErrorAbort' in options) {
		options.ignoreAuthErrorAbort = true;
	}

	return connection;
}

/** What a failure to connect means, for the operator. */
export function explain(cause: unknown, target: ConnectionTarget): ConnectionFailedError {
	const {label} = target;
	if (cause instanceof ConnectionFailedError) {
		return cause;
	}

	const refusal = [cause, cause instanceof Error ? cause.cause : undefined].find(
		error =>
			error instanceof errors.AuthorizationError ||
			error instanceof errors.UserAuthenticationExpiredError,
	);
	if (refusal instanceof Error) {
		return new AccessRefusedError(label, who(target), refusal.message.toLowerCase(), {cause});
	}

	if (cause instanceof errors.TimeoutError) {
		return new ServerUnreachableError(label, `no answer within ${target.timeoutMs / 1000} s`, {
			cause,
		});
	}

	return new ServerUnreachableError(label, reasonOf(cause), {cause});
}

function who({authentication}: ConnectionTarget): string {
	switch (authentication.type) {
		case 'user':
			return `the user ${authentication.user}`;
		case 'none':
			return 'a connection without credentials';
		default:
			return `the ${authentication.type} given`;
	}
}

function reasonOf(cause: unknown): string {
	if (!(cause instanceof Error)) {
		return String(cause);
	}

	return 'code' in cause && (cause.code === 'ENOTFOUND' || cause.code === 'EAI_AGAIN')
		? 'there is no such host'
		: cause.message;
}
