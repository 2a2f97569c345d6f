import {once} from 'node:events';
import type {Server} from 'node:net';
import {createServer} from 'node:net';
import {randomInt} from 'node:crypto';

/**
 * Ports of 127.0.0.1 that nothing listens on.
 * They lie below the range from which systems take the local ports of outgoing connections (Linux from 32768, macOS
 * from 49152), so that a server that was stopped finds its port free when it starts again.
 */
export async function freePorts(count: number): Promise<readonly number[]> {
	const held: Server[] = [];
	const ports: number[] = [];
	try {
		for (let tries = 0; ports.length < count; tries++) {
			if (tries > count + 1000) {
				throw new Error(`no ${count} free ports between ${lowest} and ${highest} on 127.0.0.1`);
			}

			const port = randomInt(lowest, highest);
			const server = await listen(port);
			if (server) {
				held.push(server);
				ports.push(port);
			}
		}
	} finally {
		await Promise.all(held.map(server => once(server.close(), 'close')));
	}

	return ports;
}

const lowest = 15_000;
const highest = 32_000;

async function listen(port: number): Promise<Server | undefined> {
	const server = createServer();
	return new Promise(resolve => {
		server.once('error', () => {
			resolve(undefined);
		});
		server.listen({port, host: '127.0.0.1', exclusive: true}, () => {
			resolve(server);
		});
	});
}
