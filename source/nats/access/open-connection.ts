import {
	NatsConnectionImpl,
	type Authenticator,
	type ConnectionOptions,
	type NatsConnection,
} from 'nats';
import {onAbort, untilAborted, withDeadline} from '../../time/abort.ts';
import {sleep} from '../../time/sleep.ts';
import {explainConnectError} from './connect-error.ts';
import {connectionOptions} from './connection-options.ts';
import type {ConnectionTarget} from './connection-target.ts';
import {connectReporting} from './reporting-connect.ts';

/**
 * Connects to a target, once for the first time: refusals end it. From then on the connection comes back by itself for as
 * long as it is open, after refusals too, which pass when credentials are renewed.
 * @throws ConnectError with what to do about it; the signal's reason when aborted
 */
export async function openConnection(
	target: ConnectionTarget,
	signal?: AbortSignal,
): Promise<NatsConnection> {
	signal?.throwIfAborted();
	try {
		const connection = await connectToAny(target, signal);
		// As the `nats` CLI has it from the start. nats.js would then try a wrong password at all servers, round and round.
		if (connection instanceof NatsConnectionImpl) {
			connection.options.ignoreAuthErrorAbort = true;
		}

		return connection;
	} catch (error) {
		signal?.throwIfAborted();
		throw await explainConnectError(error, target, signal);
	}
}

const persistence: ConnectionOptions = {
	maxReconnectAttempts: -1,
	/** ms between two attempts. */
	reconnectTimeWait: 500,
	reconnectJitter: 100,
	reconnectJitterTLS: 100,
	/** A connection to a server that hangs is taken for lost when three pings had no answer, one in so many ms. */
	pingInterval: 2000,
	maxPingOut: 2,
};

/** A server that hangs still accepts connections: so long is it waited for before another one is tried, too, in ms. */
const hangMs = 500;

/** Tries the servers in turn from any of them on, and from the next one on where the first says nothing. */
async function connectToAny(
	target: ConnectionTarget,
	signal: AbortSignal | undefined,
): Promise<NatsConnection> {
	const {servers} = target;
	const first = Math.floor(Math.random() * servers.length);
	const ending = new AbortController();
	const tryFrom = async (index: number) => {
		const ordered = [...servers.slice(index), ...servers.slice(0, index)];
		return connectInTime({...target, servers: ordered}, ending.signal);
	};
	const stopListening = onAbort(signal, reason => {
		ending.abort(reason);
	});
	try {
		const opening = tryFrom(first);
		const opened = await Promise.race([opening, sleep(hangMs, ending.signal)]);
		return opened || servers.length === 1 || ending.signal.aborted
			? await opening
			: await firstOf([opening, tryFrom((first + 1) % servers.length)]);
	} finally {
		stopListening();
		ending.abort();
	}
}

/** @throws the first error when all fail */
async function firstOf<Value>(attempts: readonly Promise<Value>[]): Promise<Value> {
	try {
		return await Promise.any(attempts);
	} catch (error) {
		throw error instanceof AggregateError ? error.errors[0] : error;
	}
}

/**
 * A server that takes connections and says nothing is waited for, and nats.js 3.3 cannot be stopped from outside. But
 * an authenticator that throws ends it, and every greeting leads to the authenticator.
 */
async function connectInTime(
	target: ConnectionTarget,
	signal: AbortSignal,
): Promise<NatsConnection> {
	let abandoned = false;
	const options = connectionOptions(target);
	const authenticator: Authenticator = nonce => {
		if (abandoned) {
			throw new Error('this attempt to connect was given up');
		}

		return typeof options.authenticator === 'function' ? options.authenticator(nonce) : undefined;
	};
	const opening = connectReporting({...persistence, ...options, noRandomize: true, authenticator});
	try {
		const deadlineMs = target.timeoutMs * (target.servers.length + 1);
		return await withDeadline(deadlineMs, signal, async inTime => untilAborted(opening, inTime));
	} catch (error) {
		abandoned = true;
		void closeIfOpened(opening);
		throw error;
	}
}

async function closeIfOpened(opening: Promise<NatsConnection>): Promise<void> {
	try {
		const connection = await opening;
		await connection.close();
	} catch {
		// That it did not open is known.
	}
}
