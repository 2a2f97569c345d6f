import {createConnection} from 'node:net';

/** What a server says to somebody who has just connected. */
export type Greeting =
	| {
			readonly type: 'info';
			/** It asks for a certificate of the client. */
			readonly verifiesClients: boolean;
	  }
	/** It refuses at once: too many connections, for example. */
	| {readonly type: 'error'; readonly text: string}
	/** It took the connection and closed it without a word. */
	| {readonly type: 'closed'}
	/** It took the connection and said nothing. */
	| {readonly type: 'none'}
	| {readonly type: 'unreachable'};

/**
 * Connects to a server without saying anything and waits for its first line. Nothing is sent, no secret either.
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
	return new Promise((resolve, reject) => {
		const socket = createConnection({host, port});
		let text = '';
		let connected = false;
		let refusalWait: NodeJS.Timeout | undefined;
		const stop = () => {
			clearTimeout(deadline);
			clearTimeout(refusalWait);
			signal?.removeEventListener('abort', onAbort);
			socket.destroy();
		};
		const onAbort = () => {
			stop();
			reject(signal?.reason);
		};
		const end = (greeting: Greeting) => {
			stop();
			resolve(greeting);
		};
		const over = (type: 'none' | 'closed') => {
			end(connected ? (infoIn(text) ?? {type}) : {type: 'unreachable'});
		};
		const deadline = setTimeout(over, timeoutMs, 'none');
		signal?.addEventListener('abort', onAbort, {once: true});

		socket.once('connect', () => {
			connected = true;
		});
		socket.setEncoding('utf8').on('data', (chunk: string) => {
			text += chunk;
			const refusal = /(?:^|\r\n)-ERR '?([^\r\n]*?)'?\r\n/.exec(text)?.[1];
			if (refusal !== undefined) {
				end({type: 'error', text: refusal});
			} else if (text.length > longestGreeting) {
				end({type: 'none'});
			} else if (infoIn(text)) {
				refusalWait ??= setTimeout(over, refusalMs, 'none');
			}
		});
		socket.once('error', () => {
			over('closed');
		});
		socket.once('close', () => {
			over('closed');
		});
	});
}

/** A server's `INFO` is a few KB at most. */
const longestGreeting = 65_536;

/** A refusal follows the greeting at once. */
const refusalMs = 250;

function infoIn(text: string): Greeting | undefined {
	const info = /^INFO\s+(\{[^\r\n]*\})\s*\r\n/i.exec(text)?.[1];
	return info === undefined
		? undefined
		: {type: 'info', verifiesClients: /"tls_verify"\s*:\s*true/.test(info)};
}
