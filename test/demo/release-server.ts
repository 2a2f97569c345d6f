import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {mkdirSync, readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import path from 'node:path';
import process from 'node:process';
import {standIn} from './stand-in.ts';

export type ReleaseServer = {
	readonly url: string;
	readonly requests: readonly string[];
	readonly close: () => Promise<void>;
};

export type ReleaseFault = 'wrong-checksum' | 'unnamed' | 'never-ends';

/** Serves one release as GitHub does: an archive for this machine with SHA256SUMS beside it. */
export async function serveRelease(
	folder: string,
	version: string,
	fault?: ReleaseFault,
): Promise<ReleaseServer> {
	const cpu = {x64: 'amd64', arm64: 'arm64', arm: 'arm7'}[process.arch as 'x64'];
	const name = `nats-server-v${version}-${process.platform}-${cpu}`;
	mkdirSync(path.join(folder, name), {recursive: true});
	standIn(path.join(folder, name), version);
	execFileSync('tar', ['-czf', `${name}.tar.gz`, name], {cwd: folder});
	const archive = readFileSync(path.join(folder, `${name}.tar.gz`));
	const digest = createHash('sha256').update(archive).digest('hex');
	const sums = {
		right: `${'0'.repeat(64)}  other.zip\n${digest}  ${name}.tar.gz\n`,
		'wrong-checksum': `${'0'.repeat(64)}  ${name}.tar.gz\n`,
		unnamed: `${digest}  other.tar.gz\n`,
		'never-ends': `${digest}  ${name}.tar.gz\n`,
	}[fault ?? 'right'];

	const requests: string[] = [];
	const server = createServer((request, response) => {
		requests.push(request.url ?? '');
		if (request.url === `/v${version}/SHA256SUMS`) {
			response.end(sums);
		} else if (request.url === `/v${version}/${name}.tar.gz`) {
			response.setHeader('content-length', archive.length);
			if (fault === 'never-ends') {
				response.write(archive.subarray(0, archive.length / 2));
			} else {
				response.end(archive);
			}
		} else {
			response.statusCode = 404;
			response.end();
		}
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;

	return {
		url: `http://127.0.0.1:${port}`,
		requests,
		async close() {
			server.closeAllConnections();
			await once(server.close(), 'close');
		},
	};
}
