import {once} from 'node:events';
import {createServer} from 'node:net';
import {expect, it} from 'vitest';
import {freePorts} from '../../source/demo/free-ports.ts';

it('gives different ports of 127.0.0.1 that can all be listened on at once', async () => {
	const ports = await freePorts(20);
	expect(new Set(ports).size).toBe(20);
	const servers = ports.map(port => createServer().listen(port, '127.0.0.1'));
	await Promise.all(servers.map(async server => once(server, 'listening')));
	await Promise.all(servers.map(async server => once(server.close(), 'close')));
});
