import {execFileSync} from 'node:child_process';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {accountApi} from '../nats/account-api.ts';
import {temporaryHome, type TemporaryHome} from '../nats/access/temporary-home.ts';
import {cliFile} from '../support/cli-file.ts';
import {openPty, type PtyScreen} from '../support/pty-screen.ts';
import {startTestCluster} from '../support/with-cluster.ts';

/** Streams by what filters them out. */
const streams = {
	alerts: '⚠alerts',
	HOME: `it's-"$HOME"-\`id\``,
	LONG: `LONG-${'0123456789'.repeat(7)}-${'日'.repeat(9)}-END`,
};

let local: LocalCluster;
let home: TemporaryHome;
let removeHome = () => {};
let screen: PtyScreen | undefined;

beforeAll(async () => {
	home = temporaryHome(remove => {
		removeHome = remove;
	});
	// Answers with its arguments as it got them, each ended by a NUL.
	home.program('nats', 'printf "%s\\0" "$@"');
	local = await startTestCluster();
	const api = await accountApi(local, 'SHOP');
	for (const name of Object.values(streams)) {
		await api.createStream(name, 3);
	}

	await api.close();
});

afterEach(async () => {
	await screen?.close();
	screen = undefined;
});

afterAll(async () => {
	await local?.stop();
	removeHome();
});

describe.each([80, 60])('the command to copy at %i columns', columns => {
	it.each([
		['alerts', 'C'],
		['alerts', 'C.UTF-8'],
		['HOME', 'C.UTF-8'],
		['LONG', 'C'],
		['LONG', 'C.UTF-8'],
	] as const)('names the stream of %s in the locale %s', async (key, locale) => {
		const api = await accountApi(local, 'SHOP');
		const leader = await api.streamLeader(streams[key]);
		await api.close();
		const shown = openPty({
			args: [cliFile, '--server', local.systemUrl, '--act-as', `SHOP=${local.url('SHOP')}`],
			env: {...home.env, LC_ALL: locale},
			columns,
			rows: 40,
		});
		screen = shown;
		const cursor = locale === 'C' ? '>' : '▸';
		// Once all is seen it selects the fullest server by itself, unless a key has selected another one.
		await shown.until(shows(/skew \d/));
		shown.keys('g');
		await shown.until(shows(new RegExp(`^${cursor}n1 `)));
		for (const server of ['n2', 'n3'].filter(each => each <= leader)) {
			shown.keys('j');
			await shown.until(shows(new RegExp(`^${cursor}${server} `)));
		}

		shown.keys(`\t/${key}\r`);
		await shown.until(shows(new RegExp(`^${cursor} str .*${key}`)));
		shown.keys('\r');
		await shown.until(shows(/Esc close/));
		const words = ['stream', 'cluster', 'step-down', streams[key]];
		expect(run(shown.lines())).toEqual(words);

		shown.keys('\u001B');
		await shown.until(shows(/leaders on/));
		shown.keys('S');
		await shown.until(shows(/^y yes/));
		expect(run(shown.lines())).toEqual(words);
	});
});

/** The command on the screen, as it is copied from there. */
function commandOn(lines: readonly string[]): string[] {
	const from = lines.findIndex(line => line.trimStart().startsWith('nats '));
	const to = lines.findIndex((line, index) => index >= from && !line.endsWith('\\'));
	return from === -1 ? [] : lines.slice(from, to + 1);
}

function run(lines: readonly string[]): string[] {
	const output = execFileSync('bash', ['--norc', '-c', commandOn(lines).join('\n')], {
		env: home.env,
	});
	return output.toString().split('\0').slice(0, -1);
}

function shows(pattern: RegExp): (lines: readonly string[]) => boolean {
	return lines => lines.some(line => pattern.test(line));
}
