import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {UsageError} from '../session/errors.ts';
import type {Exporter} from './exporter.ts';

export type ListenAddress = {readonly host: string; readonly port: number};

/** An HTTP server with the exporter's pages. */
export type Served = {
	/** Of `/metrics`. */
	readonly url: string;
	readonly close: () => Promise<void>;
};

/**
 * Serves `/metrics` and `/healthz`.
 * @throws UsageError when nothing can listen there
 */
export async function serve(
	exporter: Pick<Exporter, 'metrics' | 'trouble'>,
	{host, port}: ListenAddress,
): Promise<Served> {
	const server = createServer((request, response) => {
		void answer(exporter, request, response);
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', (cause: NodeJS.ErrnoException) => {
			reject(new UsageError(`--listen: ${whyNot(cause, host, port)}`, {cause}));
		});
		server.listen(port, host, resolve);
	});
	return {
		url: `http://${hostOf(server.address())}/metrics`,
		async close() {
			const closed = new Promise(resolve => server.close(resolve));
			server.closeAllConnections();
			await closed;
		},
	};
}

function whyNot({code, message}: NodeJS.ErrnoException, host: string, port: number): string {
	const reasons: Readonly<Record<string, string>> = {
		EADDRINUSE: `${host}:${port} is in use; stop what listens there, or choose another port`,
		EACCES: `this user may not listen on ${host}:${port}; choose a port from 1024 on`,
		EADDRNOTAVAIL: `${host} is no address of this machine`,
		ENOTFOUND: `there is no host ${host}`,
	};
	return reasons[code ?? ''] ?? message;
}

function hostOf(address: AddressInfo | string | null): string {
	if (address === null || typeof address === 'string') {
		return '';
	}

	const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
	return `${host}:${address.port}`;
}

const pages = 'leadertop exporter: /metrics for Prometheus, /healthz for probes\n';

async function answer(
	{metrics, trouble}: Pick<Exporter, 'metrics' | 'trouble'>,
	{method, url = '/'}: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const reply = (code: number, text: string, type = 'text/plain; charset=utf-8') => {
		response.writeHead(code, {'content-type': type, 'cache-control': 'no-store'});
		response.end(method === 'HEAD' ? undefined : text);
	};
	if (method !== 'GET' && method !== 'HEAD') {
		reply(405, 'GET only\n');
		return;
	}

	switch (url.split('?')[0]) {
		case '/':
			reply(200, pages);
			break;
		case '/metrics':
			reply(200, await metrics(), 'text/plain; version=0.0.4; charset=utf-8');
			break;
		case '/healthz': {
			const wrong = trouble();
			reply(wrong === undefined ? 200 : 503, `${wrong ?? 'ok'}\n`);
			break;
		}

		default:
			reply(404, pages);
	}
}
