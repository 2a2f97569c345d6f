import {AuthorizationError, UserAuthenticationExpiredError} from 'nats';
import {authenticationAdvice} from './authentication-advice.ts';
import type {ConnectProblem, Finding} from './connect-problem.ts';
import {codeOf, isTimeout} from './connect-problem.ts';
import type {ConnectionTarget} from './connection-target.ts';
import type {Greeting} from './probe-greeting.ts';
import {clientCertificateProblem, tlsProblem} from './tls-problem.ts';

/** There is no connection to a target. One line: to what, why not, and what the operator can do. */
export class ConnectError extends Error {
	override readonly name = 'ConnectError';
	readonly problem: ConnectProblem;

	constructor(message: string, problem: ConnectProblem, cause: unknown) {
		super(message, {cause});
		this.problem = problem;
	}
}

export type ConnectCircumstances = {
	/** What the server said of itself when nats.js knew only that time had run out. */
	readonly greeting?: Greeting;
	/** Epoch in ms, to tell expired credentials. */
	readonly now?: number;
};

/** Turns what nats.js threw into one line of advice. */
export function connectError(
	error: unknown,
	target: ConnectionTarget,
	{greeting, now}: ConnectCircumstances = {},
): ConnectError {
	const {problem, what} =
		authorizationProblem(error, target, now) ??
		tlsProblem(error, target) ??
		networkProblem(error) ??
		(isTimeout(error) ? timeoutProblem(target, greeting) : otherProblem(error));
	return new ConnectError(`cannot connect to ${where(target)}: ${what}`, problem, error);
}

function where({label, servers}: ConnectionTarget): string {
	const shown = servers.slice(0, 3).join(', ');
	const more = servers.length > 3 ? ` and ${servers.length - 3} more` : '';
	return servers.length === 1 && servers[0] === label ? label : `${label} (${shown}${more})`;
}

function authorizationProblem(
	error: unknown,
	{authentication}: ConnectionTarget,
	now: number | undefined,
): Finding | undefined {
	if (error instanceof AuthorizationError || error instanceof UserAuthenticationExpiredError) {
		return {problem: 'authorization', what: authenticationAdvice(authentication, now)};
	}

	return undefined;
}

function networkProblem(error: unknown): Finding | undefined {
	const code = codeOf(error);
	return code === undefined ? undefined : networkProblems[code];
}

const refused: Finding = {
	problem: 'refused',
	what: 'nothing listens there; check the address (--server or the context) and that the server runs',
};
const noSuchHost: Finding = {
	problem: 'dns',
	what: 'the host name is not known; check its spelling and the DNS of this machine',
};
const unreachable: Finding = {
	problem: 'unreachable',
	what: 'there is no way to that network; check VPN, routes and firewalls',
};
const hungUp: Finding = {
	problem: 'unreachable',
	what: 'the other side hung up; check that the port is the client port of a NATS server, and its log',
};

const networkProblems: Readonly<Record<string, Finding>> = {
	ECONNREFUSED: refused,
	ENOTFOUND: noSuchHost,
	EAI_AGAIN: {
		problem: 'dns',
		what: 'the DNS of this machine does not answer; try again or use an IP',
	},
	EHOSTUNREACH: unreachable,
	ENETUNREACH: unreachable,
	ENETDOWN: unreachable,
	ETIMEDOUT: {
		problem: 'timeout',
		what: 'no answer; check the address, VPN and firewalls',
	},
	ECONNRESET: hungUp,
	EPIPE: hungUp,
};

function timeoutProblem(target: ConnectionTarget, greeting: Greeting | undefined): Finding {
	const {timeoutMs, tls} = target;
	if (greeting?.type === 'none' && tls?.handshakeFirst !== true) {
		return {
			problem: 'tls-first-wanted',
			what: 'the server takes connections but does not greet; it may want the TLS handshake first: give --tlsfirst, or "tls_first": true in the context',
		};
	}

	if (greeting?.type === 'info' && greeting.verifiesClients) {
		return clientCertificateProblem(target);
	}

	if (greeting?.type === 'error') {
		return {problem: 'other', what: `the server says: ${greeting.text}`};
	}

	return {
		problem: 'timeout',
		what: `no answer within ${timeoutMs / 1000} s; check the address, VPN and firewalls, or wait longer with --timeout`,
	};
}

function otherProblem(error: unknown): Finding {
	const text = error instanceof Error ? error.message : String(error);
	return {problem: 'other', what: text === '' ? 'for no reason that was told' : text};
}
