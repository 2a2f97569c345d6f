import {sleep} from '../../time/sleep.ts';
import {NatsConnectionImpl} from 'nats';
import type {Authenticator, ConnectionOptions, NatsConnection} from 'nats';
import {withDeadline} from '../../time/abort.ts';
import {untilAborted} from '../../time/abort.ts';
import {connectionOptions} from './connection-options.ts';
import type {ConnectionTarget} from './connection-target.ts';
import {explainConnectError} from './explain-connect-error.ts';
import {connectTelling} from './telling-connection.ts';

export type OpenOptions = {
	/** How to reconnect, how often to ping: whatever is not part of the target. */
	readonly more?: Omit<ConnectionOptions, keyof TargetOptions>;
	readonly signal?: AbortSignal;
};

type TargetOptions = Pick<
	ConnectionOptions,
	'servers' | 'authenticator' | 'tls' | 'timeout' | 'name' | 'inboxPrefix' | 'ignoreAuthErrorAbort'
>;

/**
 * Connects to a target, once for the first time: refusals end it. From then on the connection comes back by itself,
 * after refusals too, which pass when credentials are renewed.
 * @throws ConnectError with what to do about it; the signal's reason when aborted
 */
export async function openConnection(
	target: ConnectionTarget,
	{more = {}, signal}: OpenOptions = {},
): Promise<NatsConnection> {
	signal?.throwIfAborted();
	try {
		return keepTrying(await connectToAny(target, more, signal));
	} catch (error) {
		signal?.throwIfAborted();
		throw await explainConnectError(error, target, signal);
	}
}

/** A server that hangs still accepts connections: so long is it waited for before another one is tried, too, in ms. */
const hangMs = 500;

/** Tries the servers in turn from any of them on, and from the next one on where the first says nothing. */
async function connectToAny(
	target: ConnectionTarget,
	more: ConnectionOptions,
	signal: AbortSignal | undefined,
): Promise<NatsConnection> {
	const {servers} = target;
	const first = Math.floor(Math.random() * servers.length);
	const ending = new AbortController();
	const tryFrom = async (index: number) => {
		const ordered = [...servers.slice(index), ...servers.slice(0, index)];
		return connectInTime(
			{...target, servers: ordered},
			{...more, noRandomize: true},
			ending.signal,
		);
	};
	const onAbort = () => {
		ending.abort(signal?.reason);
	};
	signal?.addEventListener('abort', onAbort, {once: true});
	try {
		const opening = tryFrom(first);
		const isHanging = sleep(hangMs, ending.signal);
		const opened = await Promise.race([opening, isHanging]);
		if (opened || servers.length === 1 || ending.signal.aborted) {
			return await opening;
		}

		return await firstOf([opening, tryFrom((first + 1) % servers.length)]);
	} finally {
		signal?.removeEventListener('abort', onAbort);
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
	more: ConnectionOptions,
	signal: AbortSignal | undefined,
): Promise<NatsConnection> {
	let abandoned = false;
	const options = connectionOptions(target);
	const authenticator: Authenticator = nonce => {
		if (abandoned) {
			throw new Error('nobody waits for this connection any more');
		}

		return typeof options.authenticator === 'function' ? options.authenticator(nonce) : undefined;
	};
	const opening = connectTelling({...more, ...options, authenticator});
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

/**
 * As the `nats` CLI has it from the start. With nats.js it must not be set before the first connection stands: a wrong
 * password would then be tried at all servers of a cluster, round and round.
 */
function keepTrying(connection: NatsConnection): NatsConnection {
	if (connection instanceof NatsConnectionImpl) {
		connection.options.ignoreAuthErrorAbort = true;
	}

	return connection;
}
