import {execFile} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {promisify} from 'node:util';
import {testServer} from '../test/support/with-cluster.ts';

/** What was measured, and what it stands on, with versions. */
export async function versions(root: string): Promise<string> {
	const {version, devDependencies} = JSON.parse(
		await readFile(path.join(root, 'package.json'), 'utf8'),
	) as {readonly version: string; readonly devDependencies: Readonly<Record<string, string>>};
	const packages = ['ink', 'react', 'nats'].map(name => {
		const wanted = devDependencies[name] ?? '';
		return `${name} ${wanted.slice(wanted.lastIndexOf('@') + 1)}`;
	});
	const servers = await Promise.all((['newest', '2.10'] as const).map(serverVersion));
	return [`leadertop ${version}`, ...packages, `nats-server ${servers.join(' and ')}`].join(', ');
}

/** Not all benchmarks need servers: where there are none, that is all there is to tell. */
async function serverVersion(series: 'newest' | '2.10'): Promise<string> {
	try {
		const {stdout} = await promisify(execFile)(await testServer(series), ['--version']);
		return /v(\d\S*)/.exec(stdout)?.[1] ?? stdout.trim();
	} catch {
		return 'unknown';
	}
}
