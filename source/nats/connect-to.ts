import {connect, type ConnectionOptions, type NatsConnection} from 'nats';
import {connectionOptions} from './access/connection-options.ts';
import type {ConnectionTarget} from './access/connection-target.ts';
import {explainConnectError} from './access/explain-connect-error.ts';
import {untilAborted} from './until-aborted.ts';

/** How a connection behaves once it is there. */
const persistence: ConnectionOptions = {
	maxReconnectAttempts: -1,
	/** ms between two attempts. */
	reconnectTimeWait: 500,
	/** A connection that fell silent is taken for lost after two of these, in ms. */
	pingInterval: 5000,
	maxPingOut: 2,
	noAsyncTraces: true,
	// See keepTrying.
	ignoreAuthErrorAbort: false,
};

/**
 * Opens a connection that reconnects by itself from then on.
 * @throws ConnectError, or the reason of the signal
 */
export async function connectTo(
	target: ConnectionTarget,
	signal?: AbortSignal,
): Promise<NatsConnection> {
	signal?.throwIfAborted();
	const opening = connect({...connectionOptions(target), ...persistence});
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

		throw await explainConnectError(error, target, signal);
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
