import type {ConnectError} from './connect-error.ts';
import {connectError} from './connect-error.ts';
import {isClearText, isHungUp, isTimeout} from './connect-problem.ts';
import type {ConnectionTarget} from './connection-target.ts';
import type {Greeting} from './probe-greeting.ts';
import {probeGreeting} from './probe-greeting.ts';

/**
 * As {@link connectError}, but looks at the servers first where nats.js only says that time ran out, or that something
 * closed the connection. That is all it says when a server waits for the TLS handshake, and when one ends TLS 1.3 for
 * want of a client certificate.
 */
export async function explainConnectError(
	failure: unknown,
	target: ConnectionTarget,
	signal?: AbortSignal,
): Promise<ConnectError> {
	const now = Date.now();
	if (!isTimeout(failure) && !isHungUp(failure) && !isClearText(failure)) {
		return connectError(failure, target, {now});
	}

	const timeoutMs = Math.min(target.timeoutMs, longestProbeMs);
	const probes: Promise<Greeting>[] = [];
	for (const server of target.servers.slice(0, mostProbes)) {
		probes.push(probeGreeting(server, timeoutMs, signal));
	}

	const greetings = await Promise.all(probes);
	const greeting = greetings.find(({type}) => type !== 'unreachable');
	return connectError(failure, target, {now, greeting});
}

/** Servers greet at once; with `handshake_first: auto` after 50 ms. */
const longestProbeMs = 1000;
const mostProbes = 3;
