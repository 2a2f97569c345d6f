import {spawn} from 'node:child_process';
import {readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {describe, expect, it, onTestFinished} from 'vitest';
import {createAssets} from '../../source/demo/create-assets.ts';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {temporaryHome} from '../nats/access/temporary-home.ts';
import {cliFile} from '../support/cli-file.ts';
import {openPty} from '../support/pty-screen.ts';
import {startTestCluster} from '../support/with-cluster.ts';

describe.each(['2.10', 'newest'] as const)('on nats-server %s', series => {
	it('a password that changes in the middle is told on the screen, by check --wait and by balance --keep', async () => {
		const cluster = await startTestCluster({series});
		onTestFinished(async () => cluster.stop());
		await createAssets(cluster, {streams: 3, consumersPerStream: 0});
		const to = ['--no-context', '--server', cluster.systemUrl];
		const audit = ['--audit', path.join(temporaryHome().folder, 'audit.jsonl')];
		const check = begin(['check', '--wait', '10m', '--expect', '9', ...to]);
		const keep = begin(['balance', '--keep', '--yes', ...to, ...audit]);
		const screen = openPty({args: [cliFile, 'watch', ...to]});
		onTestFinished(async () => screen.close());
		await Promise.all([
			check.until(/CRITICAL/),
			keep.until(/"event":"keeping"/),
			screen.until(lines => lines[0]?.includes('live') ?? false, 30_000),
		]);

		await changePassword(cluster);
		const word = String.raw`127\.0\.0\.1:\d+: authorization violation`;
		const since = String.raw`no connection since \d{4}-\d\d-\d\dT[\d:.]+Z: `;
		const advice = '; the server refused the user sys; check name and password';
		const shown = new RegExp(String.raw`3/3 .*○ reconnecting [2-9]s ${word}`);
		const [, , lines] = await Promise.all([
			check.until(new RegExp(`after .* ${since}${word}${advice}`)),
			keep.until(new RegExp(`"event":"waiting","reason":"${since}${word}${advice}`)),
			screen.until(text => shown.test(text[0] ?? ''), 30_000),
		]);
		expect(lines.every(line => line.length <= 80)).toBe(true);
		expect(lines.join('\n')).toMatch(/^why: connection: .*; the server refused/m);
	});
});

/** Has the servers read another password of the system user. */
async function changePassword(cluster: LocalCluster): Promise<void> {
	for (const {name, pid = 0} of cluster.servers) {
		const file = path.join(cluster.folder, name, 'server.conf');
		const text = await readFile(file, 'utf8');
		await writeFile(file, text.replace('password: "sys"', 'password: "changed"'));
		process.kill(pid, 'SIGHUP');
	}
}

/** A command that goes on until the test ends. */
function begin(args: readonly string[]) {
	const {PATH = ''} = process.env;
	const child = spawn(process.execPath, [cliFile, ...args], {
		env: {PATH},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	onTestFinished(() => {
		child.kill('SIGKILL');
	});
	let told = '';
	let look = () => {};
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => {
			told += text;
			look();
		});
	}

	return {
		until: async (wanted: RegExp) =>
			new Promise<void>((resolve, reject) => {
				look = () => {
					if (wanted.test(told)) {
						resolve();
					}
				};
				child.on('close', () => {
					reject(new Error(`ended: ${told}`));
				});
				look();
			}),
	};
}
