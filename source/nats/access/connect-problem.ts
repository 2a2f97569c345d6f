import {
	AuthorizationError,
	ConnectionError,
	ProtocolError,
	UserAuthenticationExpiredError,
} from 'nats';
import {cleanText} from '../../domain/clean-text.ts';
import {ClosedHandshakeError} from './telling-connection.ts';

/** What kept a connection from being made. */
export type ConnectProblem =
	| 'authorization'
	| 'certificate-authority'
	| 'certificate-expired'
	| 'certificate-name'
	| 'client-certificate'
	| 'tls-first-wanted'
	| 'tls-first-unwanted'
	| 'tls-missing'
	| 'tls'
	| 'full'
	| 'refused'
	| 'unreachable'
	| 'dns'
	| 'timeout'
	| 'other';

/** A problem and what an operator is told about it. */
export type Finding = {readonly problem: ConnectProblem; readonly what: string};

/** What a server said to refuse a connection, or to end it; undefined for any other error. */
export function saidBy(error: unknown): string | undefined {
	const isSaid =
		error instanceof ProtocolError ||
		error instanceof AuthorizationError ||
		error instanceof UserAuthenticationExpiredError;
	return isSaid ? cleanText(error.message).toLowerCase() : undefined;
}

/** Whether the other side closed the connection without an error, and before its greeting: nats.js has no better word. */
export function isUngreeted(error: unknown): boolean {
	return error instanceof ConnectionError && error.message.includes('provided an undefined error');
}

/** The code that Node gave an error, or the error behind it. */
export function codeOf(error: unknown): string | undefined {
	if (!(error instanceof Error)) {
		return undefined;
	}

	return 'code' in error && typeof error.code === 'string' ? error.code : codeOf(error.cause);
}

/** Whether the other side ended the connection without a word that arrived: it may have said why. */
export function isHungUp(error: unknown): boolean {
	return (
		isUngreeted(error) ||
		error instanceof ClosedHandshakeError ||
		/^(?:ECONNRESET|EPIPE)$/.test(codeOf(error) ?? '')
	);
}

/** Whether clear text came where TLS was expected: it may be the server's refusal. */
export function isClearText(error: unknown): boolean {
	return /^(?:EPROTO|ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG)$/.test(
		codeOf(error) ?? '',
	);
}

/** Whether all that is known is that time ran out. */
export function isTimeout(error: unknown): boolean {
	return error instanceof Error && error.name === 'TimeoutError';
}
