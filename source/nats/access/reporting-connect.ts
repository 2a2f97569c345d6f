import {
	connect,
	ProtocolHandler,
	type ConnectionOptions,
	type NatsConnection,
	type Server,
} from 'nats';
import {ClosedHandshakeError, DialError} from './client-errors.ts';

/** As `connect` of nats.js, but each attempt that fails is a status of type `error` with a {@link DialError}. */
export async function connectReporting(options: ConnectionOptions): Promise<NatsConnection> {
	return connect(options);
}

/**
 * nats.js 3.3 does not say why an attempt to reconnect failed, and goes on waiting for a server that has refused the
 * connection for anything else than its credentials.
 */
class ReportingHandler extends ProtocolHandler {
	readonly #tried = new Set<string>();

	override async dial(server: Server): Promise<void> {
		const dialing = super.dial(server);
		// nats.js 3.3 waits for its whole timeout when the server ends the connection during the handshake.
		void failWhenClosed(this.transport, this.connectError);
		try {
			await dialing;
		} catch (error) {
			// Servers name each other, so that those that failed are in the list again: once each, the first time.
			this.abortReconnect ||= !this.connectedOnce && this.#tried.has(server.listen);
			this.#tried.add(server.listen);
			const name = this.getServer()?.listen ?? server.listen;
			this.dispatchStatus({type: 'error', error: new DialError(name, error)});
			throw error;
		}
	}

	override processError(message: Uint8Array): void {
		super.processError(message);
		// Only there while connecting: the server closes the connection next.
		this.connectError?.(this.lastError);
	}
}

async function failWhenClosed(
	transport: ProtocolHandler['transport'],
	fail: ProtocolHandler['connectError'],
): Promise<void> {
	const cause = await transport.closed();
	fail?.(new ClosedHandshakeError(cause));
}

ProtocolHandler.connect = async (options, publisher) => {
	const handler = new ReportingHandler(options, publisher);
	await handler.dialLoop();
	return handler;
};
