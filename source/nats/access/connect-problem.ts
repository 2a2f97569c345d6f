import {
	AuthorizationError,
	ConnectionError,
	ProtocolError,
	UserAuthenticationExpiredError,
} from 'nats';
import {cleanText} from '../../domain/clean-text.ts';

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

/** Whether all that is known is that time ran out. */
export function isTimeout(error: unknown): boolean {
	return error instanceof Error && error.name === 'TimeoutError';
}
