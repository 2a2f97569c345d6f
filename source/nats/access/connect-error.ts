import {isClearText, isHungUp, isOtherProtocol, isTimeout} from './client-errors.ts';
import {findCause, type ConnectProblem, type Evidence, type Finding} from './connect-causes.ts';
import type {ConnectionTarget} from './connection-target.ts';
import {probeGreeting} from './probe-greeting.ts';

/** There is no connection to a target. One line: to what, why not, and what the operator can do. */
export class ConnectError extends Error {
	override readonly name = 'ConnectError';
	readonly problem: ConnectProblem;
	/** Why not and what to do, without the address. */
	readonly what: string;
	/** What the server said, in small letters; undefined where it said nothing. */
	readonly said: string | undefined;

	constructor({label, servers}: ConnectionTarget, {problem, what, said}: Finding, cause: unknown) {
		const shown = servers.slice(0, 3).join(', ');
		const more = servers.length > 3 ? ` and ${servers.length - 3} more` : '';
		const isOne = servers.length === 1 && servers[0] === label;
		super(`cannot connect to ${isOne ? label : `${label} (${shown}${more})`}: ${what}`, {cause});
		this.problem = problem;
		this.what = what;
		this.said = said;
	}
}

/** Turns what nats.js threw into one line of advice. */
export function connectError(
	error: unknown,
	target: ConnectionTarget,
	{greeting, now}: Partial<Pick<Evidence, 'greeting' | 'now'>> = {},
): ConnectError {
	return new ConnectError(target, findCause({error, target, greeting, now}), error);
}

/**
 * As {@link connectError}, but probes the servers first where nats.js and Node know too little: when time ran out, when the
 * connection was closed without a reason, when clear text came instead of TLS, and when no NATS server answers.
 * @throws the signal's reason when aborted
 */
export async function explainConnectError(
	failure: unknown,
	target: ConnectionTarget,
	signal?: AbortSignal,
): Promise<ConnectError> {
	const now = Date.now();
	const isKnown = ![isTimeout, isHungUp, isClearText, isOtherProtocol].some(is => is(failure));
	if (isKnown) {
		return connectError(failure, target, {now});
	}

	const timeoutMs = Math.min(target.timeoutMs, longestProbeMs);
	const servers = target.servers.slice(0, mostProbes);
	const greetings = await Promise.all(
		servers.map(async server => probeGreeting(server, timeoutMs, signal)),
	);
	const greeting = greetings.find(({type}) => type !== 'unreachable');
	return connectError(failure, target, {now, greeting});
}

/** Servers greet at once; with `handshake_first: auto` after 50 ms. */
const longestProbeMs = 1000;
const mostProbes = 3;
