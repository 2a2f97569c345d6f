import {mkdtemp, rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
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
let screen: PtyScreen;

beforeAll(async () => {
	folder = await mkdtemp(path.join(os.tmpdir(), 'leadertop-balance-screen-'));
	cluster = await startTestCluster();
	await createAssets(cluster, {streams: 14, consumersPerStream: 2});
	restarted = (await skew(cluster)).server;
});

afterEach(async () => {
	await screen.close();
});

afterAll(async () => {
	await cluster?.stop();
	await rm(folder, {recursive: true, force: true});
});

describe('a plan on the live screen', () => {
	it('is shown with B before anything is done, and Esc is a no', async () => {
		const before = await trueLeaders();
		await open();
		screen.keys('B');
		const lines = await screen.until(shows(/Balance demo with \d+ step-downs\? \[Y\/n\]/));
		const text = lines.join('\n');
		expect(text).toMatch(/skew +[1-3]\.\d\dx → 1\.\d\dx/);
		expect(text).toMatch(new RegExp(`n\\d → ${restarted}: \\d+`));
		expect(text).toContain('NOW');
		expect(text).toContain('AFTER');

		screen.keys('\u001B');
		await screen.until(shows(/Nothing was done/));
		expect(await trueLeaders()).toEqual(before);
	});

	it('can be narrowed, and made less even and slower, by keys', async () => {
		await open();
		screen.keys('B');
		await screen.until(shows(/all accounts.*tolerance 0 %/));
		screen.keys('sat');
		await screen.until(shows(/s streams +a PAY +t tolerance 2 %/));
		screen.keys('pp');
		await screen.until(shows(/ p 5\/s/));
		await screen.until(shows(/of stream leaders/));
		screen.keys('\u001B');
		await screen.until(shows(/Nothing was done/));
	});

	it('begins at Enter, stops in the middle with X, and says so', async () => {
		await open();
		screen.keys('Bppp');
		await screen.until(shows(/ p 1\/s/));
		await screen.until(shows(/\[Y\/n\]/));
		screen.keys('\r');
		await screen.until(shows(/[1-9]\d* of \d+ done/));
		screen.keys('X');
		await screen.until(shows(/stopped: X was pressed/));
		const leaders = await trueLeaders();
		expect(leaders.get(restarted)).toBeGreaterThanOrEqual(1);
		expect(spreadOf(leaders)).toBeGreaterThan(1);
	});

	it('is run with y: the bars meet the mark; U takes it back', async () => {
		const before = await trueLeaders();
		await open();
		screen.keys('B');
		const [, count = ''] = textOf(await screen.until(shows(/\[Y\/n\]/)), /with (\d+) step-downs/);
		screen.keys('y');
		await screen.until(shows(/skew 1\.0\dx.*balanced/), 20_000);
		expect(spreadOf(await trueLeaders())).toBeLessThanOrEqual(1);

		// The leaders can be even before the run has seen its last election: until then nothing can be undone.
		await screen.until(endOf(/balance demo/), 20_000);
		screen.keys('U');
		await screen.until(shows(new RegExp(`Undo the last run: move ${count} groups back\\?`)));
		screen.keys('y');
		await screen.until(endOf(/move \d+ groups back/), 20_000);
		expect(await trueLeaders()).toEqual(before);
	});

	it('takes a drain back with U, and the mark with it', async () => {
		const server = restarted === 'n2' ? 'n3' : 'n2';
		const before = await trueLeaders();
		await open();
		await select(server);
		screen.keys('D');
		await screen.until(shows(new RegExp(`Drain ${server} with \\d+ step-downs?\\?`)));
		screen.keys('y');
		await screen.until(endOf(new RegExp(`drain ${server}`)), 20_000);
		await screen.until(shows(new RegExp(`${server} .*DRAINED`)));

		screen.keys('U');
		await screen.until(shows(new RegExp(`This undrains ${server}`)));
		screen.keys('y');
		await screen.until(endOf(/move \d+ groups back/), 20_000);
		await screen.until(lines => !lines.some(line => line.includes('DRAINED')));
		expect(await trueLeaders()).toEqual(before);
	});

	it('empties a server with D, which no later plan refills until D undrains it', async () => {
		// The restarted one may have nothing that could leave.
		const server = restarted === 'n2' ? 'n3' : 'n2';
		await open();
		await select(server);
		screen.keys('D');
		await screen.until(shows(new RegExp(`Drain ${server} with \\d+ step-downs?\\?`)));
		screen.keys('y');
		await screen.until(endOf(new RegExp(`drain ${server}`)), 20_000);
		await screen.until(shows(new RegExp(`${server} .*DRAINED`)));
		expect((await trueLeaders()).get(server)).toBe(0);

		screen.keys('B');
		await screen.until(shows(new RegExp(`closed +${server} is kept empty`)));
		screen.keys('n');
		screen.keys('D');
		await screen.until(shows(new RegExp(`Undrain ${server}\\?`)));
		screen.keys('y');
		await screen.until(shows(/leaders on n\d/));
		screen.keys('B');
		await screen.until(shows(new RegExp(`n\\d → ${server}: \\d+`)));
		screen.keys('y');
		await screen.until(endOf(/balance demo/), 20_000);
		expect(spreadOf(await trueLeaders())).toBeLessThanOrEqual(1);
	});
});

async function open(): Promise<void> {
	screen = openPty({
		args: [
			cliFile,
			'--server',
			cluster.systemUrl,
			...['SHOP', 'PAY'].flatMap(account => ['--act-as', `${account}=${cluster.url(account)}`]),
		],
		columns: 100,
		rows: 30,
		env: {XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder},
	});
	await screen.until(shows(/3\/3.*live/));
}

/** Selects a server in the table on top. */
async function select(server: string): Promise<void> {
	const isSelected = (lines: readonly string[]) => lines.some(line => line.includes(`▸${server} `));
	screen.keys('g');
	await screen.until(lines => lines.some(line => line.includes('▸n1 ')));
	for (let row = 0; row < 3 && !isSelected(screen.lines()); row++) {
		screen.keys('j');
		await screen.until(lines => lines.some(line => line.includes(`▸n${row + 2} `)));
	}

	expect(isSelected(screen.lines())).toBe(true);
}

function textOf(lines: readonly string[], pattern: RegExp): readonly string[] {
	return pattern.exec(lines.join('\n')) ?? [];
}

/** The run with that title has ended. */
function endOf(title: RegExp): (lines: readonly string[]) => boolean {
	return lines => shows(title)(lines) && shows(/of \d+ done .*in \d/)(lines);
}

function shows(pattern: RegExp): (lines: readonly string[]) => boolean {
	return lines => lines.some(line => pattern.test(line));
}

/** Leaders by server, asked for with one plain inventory by the test itself. */
async function trueLeaders(): Promise<ReadonlyMap<string, number>> {
	const system = await cluster.connect('SYS');
	try {
		return (
			await countLeaders(
				system,
				cluster.servers.map(({name}) => name),
			)
		).leaders;
	} finally {
		await system.close();
	}
}

function spreadOf(leaders: ReadonlyMap<string, number>): number {
	return Math.max(...leaders.values()) - Math.min(...leaders.values());
}
