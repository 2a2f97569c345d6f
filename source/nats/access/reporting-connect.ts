import {
	connect,
	ProtocolHandler,
	type ConnectionOptions,
	type NatsConnection,
	type Publisher,
	type Server,
} from 'nats';
import {ClosedHandshakeError, DialError} from './client-errors.ts';
import {unaskedTls} from './connection-options.ts';

type NatsServer = ProtocolHandler['server'];

/** As `connect` of nats.js, but each attempt that fails is a status of type `error` with a {@link DialError}. */
export async function connectReporting(options: ConnectionOptions): Promise<NatsConnection> {
	return connect(options);
}

/**
 * nats.js 3.3 does not say why an attempt to reconnect failed, and goes on waiting for a server that has refused the
 * connection for anything else than its credentials. It reconnects to all addresses in turn, also to those that servers
 * advertise and that lead nowhere from here, such as from outside of a container network.
 */
class ReportingHandler extends ProtocolHandler {
	readonly #tried = new Set<string>();
	/** By server: how often it failed in a row, and until when it rests, as `performance.now()` has it. */
	readonly #failures = new WeakMap<
		NatsServer,
		{readonly times: number; readonly restsUntil: number}
	>();
	/** Whether an address that was given comes next. */
	#prefersGiven = false;
	/** How long the slowest connection took that was made, in ms. */
	#slowestMs = 0;

	constructor(options: ConnectionOptions, publisher: Publisher) {
		super(options, publisher);
		const select = this.servers.selectServer.bind(this.servers);
		this.servers.selectServer = () => {
			this.#putNextFirst();
			return select();
		};
	}

	override async disconnected(error?: Error): Promise<void> {
		this.#prefersGiven = true;
		await super.disconnected(error);
	}

	override async dial(server: Server): Promise<void> {
		const {server: chosen, options} = this;
		const isDoubtful = this.connectedOnce && chosen.gossiped && !chosen.didConnect;
		const {timeout = defaultTimeoutMs} = options;
		const startedAt = performance.now();
		if (isDoubtful) {
			options.timeout = Math.min(timeout, Math.max(shortestDialMs, this.#slowestMs * 3));
		}

		// Starts its timer at once.
		const dialing = this.#dialReporting(server);
		options.timeout = timeout;
		try {
			await dialing;
			this.#slowestMs = Math.max(this.#slowestMs, performance.now() - startedAt);
			this.#failures.delete(chosen);
		} catch (error) {
			if (isDoubtful) {
				const times = (this.#failures.get(chosen)?.times ?? 0) + 1;
				const restMs = Math.min(longestRestMs, shortestRestMs * 2 ** times);
				this.#failures.set(chosen, {times, restsUntil: performance.now() + restMs});
			}

			this.#prefersGiven = isDoubtful;
			throw error;
		}
	}

	/** Brings the server to dial next to the beginning of the list that nats.js takes it from. */
	#putNextFirst(): void {
		if (!this.connectedOnce) {
			return;
		}

		const all = this.servers.getServers();
		const rests = (server: NatsServer) =>
			(this.#failures.get(server)?.restsUntil ?? 0) > performance.now();
		const next = all.findIndex(server => (this.#prefersGiven ? !server.gossiped : !rests(server)));
		if (next > 0) {
			all.unshift(...all.splice(next, 1));
		}
	}

	async #dialReporting(server: Server): Promise<void> {
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

/** As nats.js has it. */
const defaultTimeoutMs = 20_000;

/** For an address that was learnt and has never answered, in ms. */
const shortestDialMs = 1000;
const shortestRestMs = 1000;
const longestRestMs = 60_000;

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
		if (typeof info !== 'object' || info === null) {
			return info;
		}

		if (Reflect.get(info, 'tls_required') === true) {
			Reflect.set(transport, 'options', {
				...Object(Reflect.get(transport, 'options')),
				tls: unaskedTls,
			});
		}

		return {...info, tls_available: false};
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
