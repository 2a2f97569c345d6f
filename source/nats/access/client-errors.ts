import {
	AuthorizationError,
	ConnectionError,
	ProtocolError,
	UserAuthenticationExpiredError,
} from 'nats';
import {cleanText} from '../../domain/clean-text.ts';

/** An attempt to connect to one server failed; `cause` says why. */
export class DialError extends Error {
	override readonly name = 'DialError';
	/** `host:port`. */
	readonly server: string;

	constructor(server: string, cause: unknown) {
		super(`cannot connect to ${server}`, {cause});
		this.server = server;
	}
}

/**
 * The other side ended the connection after its greeting and before it was ready. It may have said why: where writing to
 * the closed connection fails, Node drops what had arrived.
 */
export class ClosedHandshakeError extends Error {
	override readonly name = 'ClosedHandshakeError';

	constructor(cause: unknown) {
		super('the connection was closed during the handshake', {cause});
	}
}

/** What a server said to refuse a connection, or to end it; undefined for any other error. */
export function saidBy(error: unknown): string | undefined {
	const isSaid =
		error instanceof ProtocolError ||
		error instanceof AuthorizationError ||
		error instanceof UserAuthenticationExpiredError;
	return isSaid ? serverWords(error.message) : undefined;
}

/** The text of an `-ERR`, to be compared and shown. */
export function serverWords(text: string): string {
	return cleanText(text).toLowerCase();
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

/** Whether the other side closed the connection without an error, and before its greeting: nats.js has no clearer error. */
export function isUngreeted(error: unknown): boolean {
	return error instanceof ConnectionError && error.message.includes('provided an undefined error');
}

/** Whether the other side ended the connection and no reason arrived: a refusal may have been lost. */
export function isHungUp(error: unknown): boolean {
	return (
		isUngreeted(error) ||
		error instanceof ClosedHandshakeError ||
		/^(?:ECONNRESET|EPIPE)$/.test(codeOf(error) ?? '')
	);
}

/** Whether the first line was no greeting: words of nats.js. */
export function isOtherProtocol(error: unknown): boolean {
	return error instanceof Error && /^unexpected response from server$/.test(error.message);
}

/** Whether clear text came where TLS was expected: a greeting or a refusal. The code depends on the version of OpenSSL. */
export function isClearText(error: unknown): boolean {
	return /^(?:EPROTO|ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG)$/.test(
		codeOf(error) ?? '',
	);
}
