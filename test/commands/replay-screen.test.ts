import {stat} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {afterEach, describe, expect, it} from 'vitest';
import {cliFile} from '../support/cli-file.ts';
import {openPty, type PtyScreen} from '../support/pty-screen.ts';
import {runCli} from '../support/run-cli.ts';
import {temporaryFolder} from '../recording/temporary-folder.ts';

const folder = await temporaryFolder();
const file = path.join(folder, 'demo.rec');
let screen: PtyScreen | undefined;

afterEach(async () => {
	await screen?.close();
	screen = undefined;
});

function open(...args: readonly string[]): PtyScreen {
	screen = openPty({args: [cliFile, ...args]});
	return screen;
}

/** The name of each server and how many it leads. */
function leaders(lines: readonly string[]): readonly string[] {
	return lines.flatMap(line => {
		const [, name, count] = /^[▸▹ ](n\d)[^\d]*(?:\d+ +){3}(\d+) /.exec(line) ?? [];
		return name === undefined ? [] : [`${name} ${count}`];
	});
}

describe('a recording of the simulated demo', () => {
	it('is written while the screen is watched, and only into a new file', async () => {
		const live = open('demo', '--simulated', '--scenario', 'rolling-upgrade', '--record', file);
		await live.until(lines => lines.some(line => line.includes('in lame-duck mode')), 20_000);
		await live.until(lines => leaders(lines).some(row => row.startsWith('n1 0')), 20_000);
		live.keys('q');
		await live.exited;

		expect(live.lines().join('\n')).toMatch(/recording in .*demo\.rec \(\d+ events\)/);
		expect((await stat(file)).mode & 0o777).toBe(0o600);

		const again = await runCli(['demo', '--simulated', '--record', file]);
		expect(again.exitCode).toBe(2);
		expect(again.stderr).toMatch(/^leadertop: .*demo\.rec exists already[^\n]*\n$/);
	});

	it('is refused in one line where nothing can be written', async () => {
		const refused = open('demo', '--simulated', '--record', path.join(folder, 'no/where'));
		expect((await refused.exited).exitCode).toBe(2);
		expect(refused.lines().join('')).toMatch(/^leadertop: nothing can be recorded in .*no\/where/);
	});

	it('ends with a word when no more can be written, and the watching goes on', async () => {
		const short = path.join(folder, 'short.rec');
		const command = `ulimit -f 8; exec "$0" "$@" --record ${short}`;
		screen = openPty({
			command: 'bash',
			args: ['-c', command, process.execPath, cliFile, 'demo', '--simulated', '--consumers', '9'],
		});
		await screen.until(lines => lines[0]?.includes('REC FAILED') ?? false, 20_000);
		expect(screen.lines().at(-1)).toMatch(/^Recording has ended: files may not grow larger here │/);
		screen.keys('h');
		await screen.until(lines => !lines.at(-1)?.includes('Recording'));
		screen.keys('q');
		expect((await screen.exited).exitCode).toBe(0);
		expect(screen.lines().join(' ')).toContain('it ended early');
		expect(screen.isAlternate).toBe(false);

		const rest = await runCli(['replay', short]);
		expect(rest.stderr).toContain('cut off');
	});

	it('is replayed with pause, steps, jumps and its own clock, and cannot act', async () => {
		const replay = open('replay', file, '--speed', '1000');
		const end = await replay.until(lines => lines[0]?.includes('■ end') ?? false);
		expect(end[0]).toContain('RECORDING');
		expect(end).toHaveLength(24);
		expect(leaders(end)[0]).toBe('n1 0');

		replay.keys('S');
		await replay.until(
			lines => lines.at(-1)?.startsWith('Locked: a recording cannot act') === true,
		);
		replay.keys('N');
		const before = await replay.until(lines => lines[0]?.includes('‖ paused') ?? false);
		expect(before.join('\n')).toMatch(/n1 → n[23] +(n1 )?lame duck/);
		expect(leaders(before)[0]).not.toBe('n1 0');

		replay.keys(',');
		await replay.until(lines => lines.join('\n') !== before.join('\n'));
		replay.keys('.');
		await replay.until(lines => leaders(lines).join() === leaders(before).join());
		replay.keys(':50%\r');
		await replay.until(lines => /‖ paused .* (49|50)%$/.test(lines[0] ?? ''));
		replay.keys('>');
		replay.keys('p');
		await replay.until(lines => lines[0]?.includes('■ end') ?? false);
		expect(leaders(replay.lines())).toEqual(leaders(end));

		replay.keys('?');
		await replay.until(lines => lines.some(line => line.includes('help · 1-')));
		const sought = new Set(['Locked: a recording cannot act', 'Pause; again: play']);
		for (let page = 0; page < 6 && sought.size > 0; page++) {
			const shown = replay.lines().join('\n');
			for (const text of [...sought].filter(text => shown.includes(text))) {
				sought.delete(text);
			}

			replay.keys('\u0006');
			await replay.until(lines => lines.join('\n') !== shown || page >= 3);
		}

		expect([...sought]).toEqual([]);
		replay.keys('qq');
		expect((await replay.exited).exitCode).toBe(0);
		expect(replay.isAlternate).toBe(false);
	});

	it('gives the terminal to the shell at Ctrl-Z, and takes it back whole', async () => {
		screen = openPty({
			command: 'bash',
			args: ['--norc', '--noprofile', '-ib'],
			env: {PS1: '$ '},
		});
		const replay = screen;
		await replay.until(lines => lines.includes('$'));
		replay.keys(`${process.execPath} ${cliFile} replay ${file} --speed 1000\r`);
		await replay.until(lines => lines[0]?.includes('■ end') ?? false);
		for (const [index, [key, hint]] of (
			[
				['e', 'Esc close'],
				['\u001B', 'q quit'],
			] as const
		).entries()) {
			replay.keys(key);
			const lines = await replay.until(
				now => now.at(-1)?.includes(hint) === true && replay.raw().endsWith('\u001B[?2026l'),
			);
			const shown = lines.join('\n');
			replay.keys('\u001A');
			await replay.until(lines => lines.filter(line => line.includes('Stopped')).length > index);
			expect(replay.isAlternate).toBe(false);
			replay.keys('fg\r');
			await replay.until(now => now.join('\n') === shown);
			expect(replay.isAlternate).toBe(true);
		}

		replay.keys('q');
		await replay.until(() => !replay.isAlternate);
		replay.keys('exit\r');
		await replay.exited;
	});

	it('is printed where there is no terminal: its end, or another time', async () => {
		const [end, start] = await Promise.all([
			runCli(['replay', file, '--json']),
			runCli(['replay', file, '--json', '--at', '5%']),
		]);
		const [last, first] = [end, start].map(({stdout}) => JSON.parse(stdout));
		expect(last).toMatchObject({recorded: true, simulated: true});
		expect(first.clusters[0].servers[0].leaders).toBeGreaterThan(40);
		expect(last.clusters[0].servers[0].leaders).toBe(0);
		expect(Date.parse(first.at)).toBeLessThan(Date.parse(last.at));

		const table = await runCli(['replay', file]);
		expect(table.stdout).toMatch(/^RECORDED: as it was at 20/);
	});

	it.each([
		[['replay'], 'needs FILE'],
		[['replay', path.join(folder, 'none')], 'there is no such file'],
		[['replay', folder], 'is not a file'],
		[['replay', cliFile], 'is not a leadertop recording'],
		[['replay', file, '--at', 'noon'], '--at takes a time'],
		[['replay', file, '--at', '2001-01-01T00:00'], 'is not in the recording'],
		[['replay', file, '--speed', '0'], '--speed takes a number'],
		[['demo', '--simulated', '--record-size', '1MB'], 'needs --record FILE'],
		[['demo', '--simulated', '--record', path.join(folder, 'other')], 'needs a terminal'],
	])('is refused in one line: %j', async (args, words) => {
		const {exitCode, stderr} = await runCli(args);
		expect(exitCode).toBe(2);
		expect(stderr).toMatch(/^leadertop: [^\n]+\n$/);
		expect(stderr).toContain(words);
	});
});
