import {cleanText} from '../../domain/clean-text.ts';
import {authenticationAdvice} from './authentication-advice.ts';
import type {ConnectProblem, Finding} from './connect-problem.ts';
import {codeOf, isHungUp, isTimeout, isUngreeted, saidBy} from './connect-problem.ts';
import type {ConnectionTarget} from './connection-target.ts';
import type {Greeting} from './probe-greeting.ts';
import {clientCertificateProblem, tlsProblem} from './tls-problem.ts';

/** There is no connection to a target. One line: to what, why not, and what the operator can do. */
export class ConnectError extends Error {
	override readonly name = 'ConnectError';
	readonly problem: ConnectProblem;
	/** Why not and what to do, without the address. */
	readonly what: string;

	constructor(address: string, {problem, what}: Finding, cause: unknown) {
		super(`cannot connect to ${address}: ${what}`, {cause});
		this.problem = problem;
		this.what = what;
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
	const finding =
		refusal(saidBy(error) ?? saidIn(greeting), target, now) ??
		tlsProblem(error, target) ??
		(isTimeout(error) || isHungUp(error)
			? silenceProblem(error, target, greeting)
			: (networkProblem(error) ?? otherProblem(error)));
	return new ConnectError(where(target), finding, error);
}

function where({label, servers}: ConnectionTarget): string {
	const shown = servers.slice(0, 3).join(', ');
	const more = servers.length > 3 ? ` and ${servers.length - 3} more` : '';
	return servers.length === 1 && servers[0] === label ? label : `${label} (${shown}${more})`;
}

function saidIn(greeting: Greeting | undefined): string | undefined {
	return greeting?.type === 'error' ? cleanText(greeting.text).toLowerCase() : undefined;
}

function refusal(
	said: string | undefined,
	{authentication}: ConnectionTarget,
	now?: number,
): Finding | undefined {
	if (said === undefined) {
		return undefined;
	}

	const known = refusals.find(({words}) => said.includes(words));
	if (known) {
		return {problem: known.problem, what: `${said}; ${known.advice}`};
	}

	return /authorization violation|authentication expired/.test(said)
		? {problem: 'authorization', what: authenticationAdvice(authentication, now)}
		: {problem: 'other', what: `the server says: ${said}`};
}

/** What a server says (server/errors.go), and what to do about it. */
const refusals: readonly {
	readonly words: string;
	readonly problem: ConnectProblem;
	readonly advice: string;
}[] = [
	{
		words: 'maximum connections exceeded',
		problem: 'full',
		advice: 'give another server with --server, close other connections, or raise max_connections',
	},
	{
		words: 'maximum account active connections exceeded',
		problem: 'full',
		advice: 'close other connections of this account, or raise its limit of connections',
	},
	{
		words: 'authentication timeout',
		problem: 'timeout',
		advice:
			'the credentials did not reach the server in time, or it could not check them; check the network and the auth callout, or raise its authorization timeout',
	},
	{
		words: 'account authentication expired',
		problem: 'authorization',
		advice: 'the JWT of the account has expired; its operator has to issue a new one',
	},
];

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

const closedUngreeted: Finding = {
	problem: 'unreachable',
	what: 'the other side closes connections before a greeting; check what a tunnel, proxy or forwarded port there leads to, and that it is the client port of a NATS server; give --tlsfirst if that wants the TLS handshake first',
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
};

function silenceProblem(
	error: unknown,
	target: ConnectionTarget,
	greeting: Greeting | undefined,
): Finding {
	const {timeoutMs, tls} = target;
	if (greeting?.type === 'none' && tls?.handshakeFirst !== true) {
		return {
			problem: 'tls-first-wanted',
			what: 'the server takes connections but does not greet; it may want the TLS handshake first: give --tlsfirst, or "tls_first": true in the context; else check the address, and a tunnel or proxy on the way',
		};
	}

	if (greeting?.type === 'closed' || isUngreeted(error)) {
		return closedUngreeted;
	}

	if (greeting?.type === 'info' && greeting.verifiesClients) {
		return clientCertificateProblem(target);
	}

	if (isHungUp(error)) {
		return hungUp;
	}

	return {
		problem: 'timeout',
		what: `no answer within ${timeoutMs / 1000} s; check the address, VPN and firewalls, or wait longer with --timeout`,
	};
}

function otherProblem(error: unknown): Finding {
	const text = error instanceof Error ? error.message : String(error);
	// Words of nats.js for a first line that is no greeting.
	if (text === 'unexpected response from server') {
		return {problem: 'other', what: 'what answers there is no NATS server; check address and port'};
	}

	return {problem: 'other', what: text === '' ? 'for no reason that was told' : text};
}
