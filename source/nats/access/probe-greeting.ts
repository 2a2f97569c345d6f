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
	/** It speaks another protocol; `what` in words: `an SSH server`. */
	| {readonly type: 'foreign'; readonly what: string}
	/** It took the connection and closed it without a greeting. */
	| {readonly type: 'closed'}
	/** It took the connection and said nothing. */
	| {readonly type: 'none'}
	| {readonly type: 'unreachable'};

/**
 * Connects to a server without saying anything and waits for its greeting, or for its refusal, which follows the greeting
 * at once. One that says nothing is asked once more, for a page over HTTP. No secret is sent.
 * @param server `host:port`
 * @throws the signal's reason when aborted
 */
export async function probeGreeting(
	server: string,
	timeoutMs: number,
	signal?: AbortSignal,
): Promise<Greeting> {
	const greeting = await probe(server, '', timeoutMs, signal);
	if (greeting.type !== 'none') {
		return greeting;
	}

	const answer = await probe(server, 'GET / HTTP/1.0\r\n\r\n', timeoutMs, signal);
	return answer.type === 'foreign' ? answer : greeting;
}

async function probe(
	server: string,
	question: string,
	timeoutMs: number,
	signal: AbortSignal | undefined,
): Promise<Greeting> {
	signal?.throwIfAborted();
	const port = Number(/\d+$/.exec(server)?.[0]);
	const host = server.replace(/:\d+$/, '').replaceAll(/[[\]]/g, '');
	const socket = createConnection({host, port, signal}).setEncoding('utf8');
	let end: 'unreachable' | 'closed' | 'none' = 'unreachable';
	socket.once('connect', () => {
		end = 'closed';
		if (question !== '') {
			socket.write(question);
		}
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

			if (question === '' && foreignIn(text)) {
				break;
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

	return infoIn(text) ?? foreignIn(text) ?? {type: end};
}

/** First bytes that other servers are known by; the first one that fits counts. */
const foreignSigns: readonly (readonly [sign: RegExp, what: string])[] = [
	[/^HTTP\/\d[^]*websocket/i, 'the WebSocket port of a NATS server'],
	[/^HTTP\/\d[^]*(?:varz|jsz)/i, 'the monitoring port of a NATS server'],
	[/^HTTP\/\d[^]*HTTPS server/i, 'an HTTPS server'],
	[/^HTTP\/\d/i, 'an HTTP server'],
	[/^SSH-/, 'an SSH server'],
	[/^220[ -].*(?:SMTP|mail)/i, 'a mail server (SMTP)'],
	[/^220[ -]/, 'a mail or FTP server'],
	[/^\* OK|^\+OK/, 'a mail server'],
];

/** A handshake of TLS and single bytes are no sign of anything. */
function foreignIn(text: string): Greeting | undefined {
	const known = foreignSigns.find(([sign]) => sign.test(text))?.[1];
	const isText = /^[ -~]{3}/.test(text) && !/^INFO/i.test(text);
	return known !== undefined
		? {type: 'foreign', what: known}
		: isText
			? {type: 'foreign', what: 'another kind of server'}
			: undefined;
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
