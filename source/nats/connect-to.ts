import type {NatsConnection} from 'nats';
import type {ConnectionTarget} from './access/connection-target.ts';
import {openConnection, type OpenOptions} from './access/open-connection.ts';

/** How a connection behaves once it is there: it comes back by itself for as long as it is open. */
const persistence: OpenOptions['more'] = {
	maxReconnectAttempts: -1,
	/** ms between two attempts. */
	reconnectTimeWait: 500,
	/** A connection to a server that hangs is taken for lost when three pings had no answer, one in so many ms. */
	pingInterval: 2000,
	maxPingOut: 2,
	noAsyncTraces: true,
};

/**
 * Opens a connection that reconnects by itself from then on.
 * @throws ConnectError, or the reason of the signal
 */
export async function connectTo(
	target: ConnectionTarget,
	signal?: AbortSignal,
): Promise<NatsConnection> {
	return openConnection(target, {more: persistence, signal});
}
