import {mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {countLeaders, type LeaderCounts} from '../../source/demo/count-leaders.ts';
import {createAssets} from '../../source/demo/create-assets.ts';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {skew} from '../../source/demo/skew.ts';
import {cliFile} from '../support/cli-file.ts';
import {openPty, type PtyScreen} from '../support/pty-screen.ts';
import {runCli} from '../support/run-cli.ts';
import {startTestCluster} from '../support/with-cluster.ts';

describe('a baseline', () => {
	const names = ['n1', 'n2', 'n3'];
	let folder: string;
	let cluster: LocalCluster;
	let screen: PtyScreen | undefined;
	let file: string;
	let before: LeaderCounts;
	let after: LeaderCounts;

	beforeAll(async () => {
		folder = await mkdtemp(path.join(os.tmpdir(), 'leadertop-baseline-'));
		cluster = await startTestCluster();
		await createAssets(cluster, {streams: 12, consumersPerStream: 1});
		file = path.join(folder, 'before.json');
		before = await trueLeaders();
		const {stdout} = await report(['--json']);
		await writeFile(file, stdout);
		await skew(cluster);
		after = await trueLeaders();
	});

	afterEach(async () => {
		await screen?.close();
		screen = undefined;
	});

	afterAll(async () => {
		await cluster?.stop();
		await rm(folder, {recursive: true, force: true});
	});

	it('is a report that later reports are compared with', async () => {
		const json = await report(['--json', '--against', file]);
		const {clusters} = JSON.parse(json.stdout) as {
			readonly clusters: readonly {
				readonly baseline: {readonly change: number};
				readonly servers: readonly {
					readonly name: string;
					readonly baseline: {readonly change: number};
				}[];
			}[];
		};
		expect(clusters[0]?.servers.map(each => [each.name, each.baseline.change])).toEqual(
			names.map(name => [name, changeOf(name)]),
		);
		expect(clusters[0]?.baseline.change).toBe(0);

		const table = await report(['--against', file]);
		expect(table.exitCode).toBe(0);
		for (const name of names) {
			expect(table.stdout).toMatch(
				new RegExp(`^${name} .* ${escaped(signed(changeOf(name)))}( |$)`, 'm'),
			);
		}
	});

	it('is shown on the screen, until b takes the present leaders as another one', async () => {
		screen = watch(['--baseline', file]);
		await screen.until(lines =>
			names.every(name => changeShown(lines, name) === signed(changeOf(name))),
		);

		const kept = await readFile(file, 'utf8');
		screen.keys('b');
		await screen.until(lines => names.every(name => changeShown(lines, name) === '0'));
		screen.keys('\r');
		await screen.until(lines => lines.some(line => line.includes('0 (all servers: 0)')));
		expect(await readFile(file, 'utf8')).toBe(kept);
	});

	it('is kept where there is no such file yet, for its owner, and is good for reports then', async () => {
		const fresh = path.join(folder, 'fresh.json');
		screen = watch(['--baseline', fresh]);
		await screen.until(lines => lines.some(line => line.includes('Baseline kept in')));

		expect((await stat(fresh)).mode & 0o777).toBe(0o600);
		expect((await readdir(folder)).filter(name => name.startsWith('.'))).toEqual([]);
		const {stdout, exitCode} = await report(['--json', '--against', fresh]);
		expect(exitCode).toBe(0);
		const {clusters} = JSON.parse(stdout) as {
			readonly clusters: readonly {readonly servers: readonly {readonly baseline: unknown}[]}[];
		};
		expect(clusters[0]?.servers.map(({baseline}) => baseline)).toEqual(
			names.map(name => ({leaders: after.get(name), change: 0})),
		);
	});

	it('of something else is refused in one line', async () => {
		const text = await readFile(file, 'utf8');
		const [cut, other, shape] = ['cut', 'other', 'shape'].map(name =>
			path.join(folder, `${name}.json`),
		);
		await writeFile(cut ?? '', text.slice(0, text.length / 2));
		await writeFile(other ?? '', text.replace('"name": "demo"', '"name": "prod"'));
		await writeFile(shape ?? '', '{"leaders": 3}');
		for (const [args, message] of [
			[['--against', cut], /--against: \S+cut\.json is not complete JSON: it may be cut off/],
			[['--against', other], /other\.json is of cluster prod; the clusters here are demo/],
			[['--against', shape], /shape\.json is not a report: make one with/],
			[['--against', path.join(folder, 'none.json')], /none\.json does not exist/],
			[['--against', folder], /cannot be read/],
		] as const) {
			const result = await report(args.map(String));
			expect(result.stderr).toMatch(message);
			expect(result.stderr.trim().split('\n')).toHaveLength(1);
			expect(result).toMatchObject({exitCode: 2, stdout: ''});
		}

		screen = watch(['--baseline', other ?? '']);
		await screen.until(lines => lines.some(line => line.includes('Changes count from now on')));
		await screen.until(lines => names.every(name => changeShown(lines, name) === '0'));
	});

	it.each([
		['that is no baseline', 'cut.json', /cut\.json is not complete JSON/],
		['in a folder that is not there', 'nowhere/b.json', /nowhere\/b\.json cannot be written/],
		[
			'that is not there, without a terminal',
			'none.json',
			/none\.json does not exist; without a terminal/,
		],
	])('in a file %s does not get as far as a screen', async (_, name, message) => {
		const result = await runCli(
			['watch', '--server', cluster.systemUrl, '--baseline', path.join(folder, name)],
			{env: {XDG_CONFIG_HOME: folder}},
		);
		expect(result.stderr).toMatch(message);
		expect(result).toMatchObject({exitCode: 2, stdout: ''});
	});

	async function report(args: readonly string[]) {
		return runCli(['report', '--server', cluster.systemUrl, ...args], {
			env: {XDG_CONFIG_HOME: folder},
		});
	}

	function watch(args: readonly string[]): PtyScreen {
		return openPty({
			args: [cliFile, 'watch', '--server', cluster.systemUrl, ...args],
			env: {XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder},
			columns: 120,
			rows: 40,
		});
	}

	async function trueLeaders(): Promise<LeaderCounts> {
		const system = await cluster.connect('SYS');
		const {leaders} = await countLeaders(system, names);
		await system.close();
		return leaders;
	}

	function changeOf(name: string): number {
		return (after.get(name) ?? 0) - (before.get(name) ?? 0);
	}
});

function signed(change: number): string {
	return change > 0 ? `+${change}` : String(change);
}

function escaped(text: string): string {
	return text.replaceAll('+', String.raw`\+`);
}

/** What stands in the column of changes on a server's row: the first number with a sign, or the 0, behind its ratio. */
function changeShown(lines: readonly string[], name: string): string | undefined {
	const row = lines.find(line => new RegExp(`^│?.${name} `).test(line));
	return /\d\.\d\d +([+-]?\d+) /.exec(row ?? '')?.[1];
}
