import type {ChildProcess} from 'node:child_process';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {createInterface} from 'node:readline';
import {build} from 'esbuild';
import {afterAll, afterEach, beforeAll, describe, expect, it, vi} from 'vitest';
import {isAlive, isFree} from '../support/processes.ts';
import {testServer} from '../support/with-cluster.ts';

type Report = {
	readonly folder: string;
	readonly servers: readonly {readonly pid: number; readonly port: number}[];
};

describe('the servers and their folder go when their parent', () => {
	let folder: string;
	let program: string;
	let binary: string;
	let parent: ChildProcess | undefined;

	beforeAll(async () => {
		folder = mkdtempSync(path.join(os.tmpdir(), 'parent-test-'));
		program = path.join(folder, 'parent.mjs');
		binary = await testServer('newest');
		await build({
			entryPoints: [path.join(import.meta.dirname, 'fixtures/parent.ts')],
			outfile: program,
			bundle: true,
			platform: 'node',
			format: 'esm',
			logLevel: 'error',
			banner: {
				js: "import {createRequire as make} from 'node:module'; const require = make(import.meta.url);",
			},
		});
	});

	afterAll(() => {
		rmSync(folder, {recursive: true});
	});

	// A test that failed half way leaves none behind either.
	afterEach(() => {
		parent?.kill('SIGKILL');
		parent = undefined;
	});

	const startParent = async (way: string): Promise<[ChildProcess, Report]> => {
		const started = spawn(process.execPath, [program, way, binary], {
			// A group of its own, as a shell gives its jobs.
			detached: true,
			stdio: ['ignore', 'pipe', 'ignore'],
		});
		parent = started;
		const lines = createInterface({input: started.stdout});
		const [line] = (await once(lines, 'line')) as [string];
		return [started, JSON.parse(line) as Report];
	};

	it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)('gets %s', async signal => {
		const [parent, report] = await startParent('wait');
		expect(report.servers.every(({pid}) => isAlive(pid))).toBe(true);
		parent.kill(signal);
		await once(parent, 'exit');
		await expectNothingLeft(report);
	});

	it('and its whole process group get SIGINT, as from Ctrl-C', async () => {
		const [parent, report] = await startParent('wait');
		const parentExit = once(parent, 'exit');
		process.kill(-(parent.pid ?? 0), 'SIGINT');
		await parentExit;
		await expectNothingLeft(report);
	});

	it.each(['exit', 'crash'])('ends by %s without stopping them', async way => {
		const [parent, report] = await startParent(way);
		if (parent.exitCode === null) {
			await once(parent, 'exit');
		}

		await expectNothingLeft(report);
	});
});

async function expectNothingLeft({folder, servers}: Report): Promise<void> {
	await vi.waitFor(
		() => {
			expect(servers.filter(({pid}) => isAlive(pid))).toEqual([]);
			expect(existsSync(folder)).toBe(false);
		},
		{timeout: 10_000, interval: 20},
	);
	const free = await Promise.all(servers.map(async ({port}) => isFree(port)));
	expect(free).toEqual(servers.map(() => true));
}
