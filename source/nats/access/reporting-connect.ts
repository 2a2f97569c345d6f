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
		if (!this.options.tls) {
			keepPlain(this.transport);
		}

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

/** nats.js 3.3 uses TLS wherever a server offers it; nats.go only where it is asked for or required. */
function keepPlain(transport: object): void {
	const peekInfo: unknown = Reflect.get(transport, 'peekInfo');
	if (typeof peekInfo !== 'function') {
		throw new TypeError(
			'nats.js has no peekInfo any more: TLS would be used where nobody asked for it',
		);
	}

	Reflect.set(transport, 'peekInfo', async () => {
		const info: unknown = await peekInfo.call(transport);
		return typeof info === 'object' ? {...info, tls_available: false} : info;
	});
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
