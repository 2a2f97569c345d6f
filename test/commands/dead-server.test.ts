import process from 'node:process';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {createAssets} from '../../source/demo/create-assets.ts';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {cliFile} from '../support/cli-file.ts';
import {openPty} from '../support/pty-screen.ts';
import {runCli, type CliResult} from '../support/run-cli.ts';
import {startTestCluster} from '../support/with-cluster.ts';

type Json = {
	readonly complete: boolean;
	readonly missing: readonly string[];
	readonly clusters: readonly {readonly groups: number; readonly servers: readonly unknown[]}[];
};

// A server that was killed is flagged offline by its peers only after minutes, and so is one that hangs.
describe.each([
	['2.10', 'hangs'],
	['newest', 'was killed'],
] as const)('a server of nats-server %s that %s', (series, how) => {
	let cluster: LocalCluster;

	beforeAll(async () => {
		cluster = await startTestCluster({series});
		await createAssets(cluster, {streams: 6, consumersPerStream: 1});
	});

	afterAll(async () => {
		await cluster?.stop();
	});

	it('is not responding in every command, whether or not it was seen before', async () => {
		const before = watch();
		await before.until(lines => lines[0]?.includes('demo 3/3') === true);
		await end('n3');
		// It may be the one that is connected to: three pings without an answer, then the next one.
		await before.until(showsIt, 40_000);
		await before.close();
		const after = watch();
		await after.until(showsIt, 40_000);
		await after.close();

		const gone = {name: 'n3', version: '', state: 'silent', online: false, jetstream: false};
		const seen = jsonOf(await run('SYS', ['report', '--json']));
		expect(seen).toMatchObject({complete: false, missing: ['n3']});
		expect(seen.clusters).toMatchObject([{groups: 12}]);
		expect(seen.clusters[0]?.servers).toContainEqual(expect.objectContaining(gone));
		expect((await run('SYS', ['report'])).stdout).toMatch(/^n3 +- +not responding /m);

		const check = await run('SYS', ['check']);
		expect(check.exitCode).toBe(2);
		expect(check.stdout).toMatch(/CRITICAL +servers +n3 is not responding/);
		expect(check.stdout).toMatch(/WARNING +meta .*n3 is not responding/);
	});

	it('keeps nobody from planning once others lead all groups', async () => {
		const plan = async () => run('SYS', ['balance', '--dry-run', '--json']);
		await expect.poll(async () => (await plan()).exitCode, {timeout: 30_000}).toBe(0);
		expect(JSON.parse((await plan()).stdout)).toMatchObject({
			outcome: 'planned',
			refusals: [],
			closed: [{server: 'n3', reason: 'silent'}],
		});
		const drain = await run('SYS', ['drain', 'n3', '--dry-run']);
		expect(drain.exitCode).toBe(1);
		expect(drain.stdout).toContain('n3 is not responding: leaders on it are unknown');
	});

	it('is told by the replica sets of one account alone', async () => {
		const gone = {name: 'n3', state: 'silent', online: false};
		const seen = jsonOf(await run('SHOP', ['report', '--json']));
		expect(seen.clusters[0]?.servers).toContainEqual(expect.objectContaining(gone));
		const check = await run('SHOP', ['check']);
		expect(check.exitCode).toBe(2);
		expect(check.stdout).toMatch(/CRITICAL +servers +n3 is not responding/);
	});

	it('makes a plan with unknown leaders one that has to be forced', async () => {
		await end('n2');
		const plan = async (...flags: string[]) => run('SYS', ['balance', '--dry-run', ...flags]);
		await expect.poll(async () => (await plan()).exitCode, {timeout: 30_000}).toBe(1);
		const refused = await plan();
		expect(refused.stdout).toMatch(/^ +refused +\S/m);
		expect(refused.stderr).toContain('pass --force-incomplete');
		const forced = await plan('--force-incomplete');
		expect(forced).toMatchObject({exitCode: 0, stderr: ''});
		expect(forced.stdout).toMatch(/^ +unknown +\S/m);
	});

	async function end(server: string): Promise<void> {
		const {pid} = cluster.servers.find(({name}) => name === server) ?? {};
		if (how === 'was killed') {
			await cluster.killServer(server);
		} else if (pid !== undefined) {
			process.kill(pid, 'SIGSTOP');
		}
	}

	function showsIt(lines: readonly string[]): boolean {
		const isNamed = lines.some(line => /^.n3 .* not responding/.test(line));
		return isNamed && lines[0]?.includes('demo 2/3') === true;
	}

	const connecting = (account: string) => ['--no-context', '--server', cluster.url(account)];

	async function run(account: string, args: readonly string[]): Promise<CliResult> {
		return runCli([...args, ...connecting(account)]);
	}

	function watch() {
		return openPty({args: [cliFile, ...connecting('SYS')]});
	}
});

function jsonOf({stdout}: CliResult): Json {
	return JSON.parse(stdout) as Json;
}
