import {createConnection} from 'node:net';

/** The first message of a server on a new connection. */
export type Greeting =
	| {
			readonly type: 'info';
			/** It asks for a certificate of the client. */
			readonly verifiesClients: boolean;
	  }
	/** It refuses at once: too many connections, for example. */
	| {readonly type: 'error'; readonly text: string}
	/** It took the connection and closed it without a greeting. */
	| {readonly type: 'closed'}
	/** It took the connection and said nothing. */
	| {readonly type: 'none'}
	| {readonly type: 'unreachable'};

/**
 * Connects to a server without saying anything and waits for its greeting, or for its refusal, which follows the greeting
 * at once. Nothing is sent, no secret either.
 * @param server `host:port`
 * @throws the signal's reason when aborted
 */
export async function probeGreeting(
	server: string,
	timeoutMs: number,
	signal?: AbortSignal,
): Promise<Greeting> {
	signal?.throwIfAborted();
	const port = Number(/\d+$/.exec(server)?.[0]);
	const host = server.replace(/:\d+$/, '').replaceAll(/[[\]]/g, '');
	const socket = createConnection({host, port, signal}).setEncoding('utf8');
	let end: 'unreachable' | 'closed' | 'none' = 'unreachable';
	socket.once('connect', () => {
		end = 'closed';
	});
	const giveUp = () => {
		end = end === 'closed' ? 'none' : end;
		socket.destroy();
	};
	let timer = setTimeout(giveUp, timeoutMs);
	let text = '';
	try {
		for await (const chunk of socket) {
			text += String(chunk);
			const refusal = /(?:^|\r\n)-ERR '?([^\r\n]*?)'?\r\n/.exec(text)?.[1];
			if (refusal !== undefined) {
				return {type: 'error', text: refusal};
			}

			if (text.length > longestGreeting) {
				return {type: 'none'};
			}

			if (infoIn(text)) {
				clearTimeout(timer);
				timer = setTimeout(giveUp, refusalMs);
			}
		}
	} catch {
		signal?.throwIfAborted();
	} finally {
		clearTimeout(timer);
		socket.destroy();
	}

	return infoIn(text) ?? {type: end};
}

/** How long after the greeting a refusal is waited for, in ms. */
const refusalMs = 250;

/** A server's `INFO` is a few KB at most. */
const longestGreeting = 65_536;

function infoIn(text: string): Greeting | undefined {
	const info = /^INFO\s+(\{[^\r\n]*\})\s*\r\n/i.exec(text)?.[1];
	return info === undefined
		? undefined
		: {type: 'info', verifiesClients: /"tls_verify"\s*:\s*true/.test(info)};
}
