import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {onTestFinished} from 'vitest';
import {startWatchdog} from '../../../source/demo/server-process.ts';
import {testServer, type Series} from '../../support/with-cluster.ts';

export type LoneServer = {readonly port: number; readonly address: string};

/**
 * One real nats-server, without JetStream unless the configuration says otherwise, on a port of its own choice, for the
 * length of a test.
 * Unlike a test cluster it needs no system account: a server with a token cannot have accounts.
 */
export async function startLoneServer(
	config: string,
	series: Series = 'newest',
): Promise<LoneServer> {
	const binary = await testServer(series);
	const folder = mkdtempSync(path.join(os.tmpdir(), 'leadertop-lone-'));
	const file = path.join(folder, 'server.conf');
	writeFileSync(file, `listen: "127.0.0.1:-1"\n${config}\n`);
	const watchdog = startWatchdog(folder);
	const server = spawn(binary, ['--config', file], {stdio: ['ignore', 'ignore', 'pipe']});
	const ended = once(server, 'close');
	if (server.pid !== undefined) {
		watchdog.watch(server.pid);
	}

	onTestFinished(async () => {
		server.kill('SIGKILL');
		await ended;
		watchdog.dismiss();
		rmSync(folder, {recursive: true, force: true});
	});

	const log: string[] = [];
	let port: number | undefined;
	for await (const line of createInterface(server.stderr)) {
		log.push(line);
		const listening = /Listening for client connections on 127\.0\.0\.1:(\d+)/.exec(line)?.[1];
		port = listening === undefined ? port : Number(listening);
		if (port !== undefined && line.includes('Server is ready')) {
			// The pipe has to stay open, and read, for as long as the server writes.
			server.stderr.resume();
			return {port, address: `127.0.0.1:${port}`};
		}
	}

	throw new Error(`nats-server did not start:\n${log.join('\n')}`);
}
