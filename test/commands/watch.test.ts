import {mkdtemp, readFile, rm, stat} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {gunzipSync} from 'node:zlib';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {countLeaders} from '../../source/demo/count-leaders.ts';
import {createAssets} from '../../source/demo/create-assets.ts';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {skew} from '../../source/demo/skew.ts';
import {cliFile} from '../support/cli-file.ts';
import {openPty, type PtyScreen} from '../support/pty-screen.ts';
import {startTestCluster} from '../support/with-cluster.ts';

let cluster: LocalCluster;
let folder: string;
let restarted: string;
let recording: string;
/** All that the screens of these tests have written. */
let written = '';
const secret = 'hush-9f2c';
let screen: PtyScreen | undefined;

beforeAll(async () => {
	folder = await mkdtemp(path.join(os.tmpdir(), 'leadertop-watch-'));
	recording = path.join(folder, 'stop.rec');
	cluster = await startTestCluster({
		accounts: ['SHOP', 'PAY'].map(name => ({
			name,
			users: [{user: name.toLowerCase(), password: secret}],
		})),
	});
	await createAssets(cluster, {streams: 15, consumersPerStream: 1});
	restarted = (await skew(cluster)).server;
});

afterEach(async () => {
	await screen?.close();
	written += screen?.raw() ?? '';
	screen = undefined;
});

afterAll(async () => {
	await cluster?.stop();
	await rm(folder, {recursive: true, force: true});
});

describe('the live screen of a real cluster', () => {
	it('shows the servers with their true counts at 80x24', async () => {
		screen = watch();
		const truth = await trueLeaders();
		const lines = await screen.until(
			text => shows(truth)(text) && text[0]?.includes('live') === true,
		);

		expect(truth.get(restarted)).toBe(0);
		expect(lines[0]).toContain('demo 3/3');
		expect(lines).toHaveLength(24);
		expect(screen.isAlternate).toBe(true);
	});

	it('moves the selected leader after a yes, and only then; the counts follow', async () => {
		screen = watch();
		const before = await trueLeaders();
		await screen.until(shows(before));
		await selectFullest(screen, before);

		screen.keys('S');
		await screen.until(text => text.some(line => line.includes('Step down 1 group?')));
		screen.keys('\r');
		await screen.until(text => !text.some(line => line.includes('Step down 1 group?')));
		expect(await trueLeaders()).toEqual(before);

		screen.keys('S');
		await screen.until(text => text.some(line => line.includes('nats ')));
		screen.keys('y');
		await screen.until(text => text.some(line => /\d+ ms/.test(line)), 10_000);
		const after = await trueLeaders();
		expect(after).not.toEqual(before);
		expect(sum(after)).toBe(sum(before));
		await screen.until(shows(after));

		screen.keys('q');
		expect(await screen.exited).toEqual({exitCode: 0, signal: 0});
		expect(screen.isAlternate).toBe(false);
		expect(screen.isCursorVisible).toBe(true);
		const left = screen.lines().join('\n');
		expect(left).toContain('leadertop: 1 act');
		expect(left).toMatch(/n\d → n\d, done, \d+ ms/);
	});

	it('sends a leader to the server that is asked for, and writes it down for its owner only', async () => {
		const auditFile = path.join(folder, 'audit.jsonl');
		screen = watch(['--audit', auditFile]);
		const before = await trueLeaders();
		await screen.until(shows(before));
		await selectFullest(screen, before);

		screen.keys('T');
		await screen.until(text => text.some(line => line.includes('to which server?')));
		screen.keys('\r');
		await screen.until(text => text.some(line => line.includes('--preferred')));
		screen.keys('y');
		await screen.until(text => text.some(line => / by you /.test(line)), 10_000);

		const lines = (await readFile(auditFile, 'utf8')).trim().split('\n');
		const [opened, request, result] = lines.map(
			line => JSON.parse(line) as Record<string, unknown>,
		);
		expect(opened).toMatchObject({event: 'opened'});
		expect(request).toMatchObject({event: 'request', cluster: 'demo'});
		expect(result).toMatchObject({
			event: 'result',
			result: 'as-wanted',
			elected: request?.['wanted'],
		});
		expect((await stat(auditFile)).mode & 0o777).toBe(0o600);
		expect(lines.join('')).not.toContain(secret);
	});

	it('shows an election that somebody else caused, without being asked to look', async () => {
		screen = watch(['--interval', '1h']);
		const before = await trueLeaders();
		await screen.until(shows(before));

		const account = await cluster.connect('SHOP');
		try {
			await account.request('$JS.API.STREAM.LEADER.STEPDOWN.ORDERS', '', {timeout: 5000});
			await screen.until(text => text.some(line => line.includes('ORDERS') && line.includes('→')));
		} finally {
			await account.close();
		}
	});

	it('locks groups of an account without connection, and says what is missing', async () => {
		screen = watch([], {actAs: []});
		const truth = await trueLeaders();
		await screen.until(shows(truth));
		await selectFullest(screen, truth);

		screen.keys('S');
		await screen.until(text => text.some(line => line.includes('--act-as')));
		screen.keys('y');
		await screen.until(text => text.every(line => !line.includes('ms,')));
		expect(await trueLeaders()).toEqual(truth);
	});

	it('acts on nothing with --read-only', async () => {
		screen = watch(['--read-only']);
		const truth = await trueLeaders();
		await screen.until(shows(truth));
		await selectFullest(screen, truth);

		screen.keys('S');
		await screen.until(text => text.some(line => line.includes('--read-only')));
		screen.keys('y');
		expect(await trueLeaders()).toEqual(truth);
	});

	it('shows a server that stops and comes back, as what it is, and records it', async () => {
		screen = watch(['--record', recording]);
		const truth = await trueLeaders();
		await screen.until(shows(truth));

		await cluster.stopServer(restarted);
		await screen.until(text => /offline/i.test(rowOf(text, restarted)), 20_000);
		await screen.until(text => text[0]?.includes('2/3') === true);
		await cluster.startServer(restarted);
		await screen.until(text => text[0]?.includes('3/3') === true, 20_000);
		const after = await trueLeaders();
		await screen.until(shows(after), 20_000);
		expect(screen.lines()[0]).toContain('rec');
		const seen = leadersShown(screen.lines());
		screen.keys('q');
		await screen.exited;
		expect(screen.lines().join('\n')).toMatch(/recording in .*stop\.rec \(\d+ events\)/);

		screen = openPty({args: [cliFile, 'replay', recording, '--speed', '2']});
		await screen.until(text => /offline/i.test(rowOf(text, restarted)));
		const end = await screen.until(text => text[0]?.includes('■ end') === true);
		expect(end[0]).toContain('3/3');
		expect(leadersShown(end)).toEqual(seen);
	});

	it('has no secret in what was recorded, nor what leads to one', async () => {
		const lines = gunzipSync(await readFile(recording)).toString();
		expect(lines).toContain('"groups-reported"');
		expect(lines).toContain('"account":"SHOP"');
		const [, userInfo = ''] = /\/\/([^@]+)@/.exec(cluster.systemUrl) ?? [];
		expect(userInfo).toContain(':');
		for (const hidden of [secret, userInfo, `:${userInfo.split(':')[1]}@`]) {
			expect(lines).not.toContain(hidden);
		}
	});

	it('has no secret in anything that was shown', () => {
		expect(written).toContain('by you');
		expect(written).not.toContain(secret);
	});
});

function watch(args: readonly string[] = [], {actAs = ['SHOP', 'PAY']} = {}): PtyScreen {
	return openPty({
		args: [
			cliFile,
			'--server',
			cluster.systemUrl,
			...actAs.flatMap(account => ['--act-as', `${account}=${cluster.url(account)}`]),
			...args,
		],
		env: {XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder},
	});
}

/** Leaders by server, asked for with one plain inventory by the test itself. */
async function trueLeaders(): Promise<ReadonlyMap<string, number>> {
	const system = await cluster.connect('SYS');
	try {
		const names = cluster.servers.filter(({running}) => running).map(({name}) => name);
		return (await countLeaders(system, names)).leaders;
	} finally {
		await system.close();
	}
}

function shows(leaders: ReadonlyMap<string, number>): (lines: string[]) => boolean {
	return lines =>
		[...leaders].every(([server, count]) => {
			const [streams, consumers, , led] = numbersOf(rowOf(lines, server));
			return led === count && (streams ?? 0) + (consumers ?? 0) === count;
		});
}

/** What the table on top says of each server: STRM, CONS, R1 and LEAD. */
function leadersShown(lines: readonly string[]): readonly (readonly number[])[] {
	return cluster.servers.map(({name}) => numbersOf(rowOf(lines, name)).slice(0, 4));
}

/** The row of a server in the table on top. */
function rowOf(lines: readonly string[], server: string): string {
	return (
		lines.slice(1, 6).find(line => line.replace(/^│/, '').slice(1).startsWith(`${server} `)) ?? ''
	);
}

/** STRM, CONS, R1 and LEAD. */
function numbersOf(row: string): number[] {
	return [...row.slice(9).matchAll(/(?<=\s)\d+(?=\s)/g)].map(([digits]) => Number(digits));
}

async function selectFullest(pty: PtyScreen, leaders: ReadonlyMap<string, number>): Promise<void> {
	const most = Math.max(...leaders.values());
	// There may be several that lead as many.
	const fullest = [...leaders.keys()].filter(server => leaders.get(server) === most);
	pty.keys('h');
	await pty.until(lines =>
		fullest.some(server => lines.some(line => line.includes(`leaders on ${server} ·`))),
	);
	pty.keys('\t');
	await pty.until(lines => lines.some(line => /^▸ ?(str|con) /.test(line.replace('■', ' '))));
}

function sum(leaders: ReadonlyMap<string, number>): number {
	return [...leaders.values()].reduce((total, count) => total + count, 0);
}
