import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import type {PtyOptions, PtyScreen} from '../../support/pty-screen.ts';
import {bundleFixture, startPty} from './start-fixture.ts';

const fixture = bundleFixture('screen.tsx');

async function start(options: Partial<PtyOptions> = {}): Promise<PtyScreen> {
	const pty = startPty({args: [fixture()], ...options});
	await pty.until(lines => lines[3] === 'pasted');
	return pty;
}

describe('drawing', () => {
	it('fills the screen and breaks no line, whatever their widths', async () => {
		const pty = await start({columns: 25, rows: 7});
		const [first = '', ...rest] = pty.lines();
		expect(first).toMatch(/^screen 25x7 pid \d+$/);
		expect(rest).toEqual([
			'count 0',
			'keys',
			'pasted',
			`${'═'.repeat(24)}…`,
			'日本語日本語日本語日本語…',
			'',
		]);
	});

	it('cuts what is taller than the screen', async () => {
		const pty = await start({columns: 40, rows: 4});
		expect(pty.lines().map(line => line.split(' ')[0])).toEqual([
			'screen',
			'count',
			'keys',
			'pasted',
		]);
	});

	it('takes a terminal that does not know its size for one of 80x24', async () => {
		const pty = startPty({
			command: 'sh',
			args: ['-c', `stty rows 0 cols 0; "$1" "$2"`, 'sh', process.execPath, fixture()],
		});
		await pty.until(([first = '']) => first.startsWith('screen 80x24'));
	});

	it('writes little when little changes', async () => {
		const pty = await start();
		const before = pty.raw().length;
		pty.keys('+');
		await pty.until(lines => lines[1] === 'count 1');
		expect(pty.raw().length - before).toBeLessThan(150);
	});

	it('puts a text on the clipboard of the terminal, and leaves the screen as it is', async () => {
		const pty = await start();
		const copied = new Promise(resolve => {
			pty.terminal.parser.registerOscHandler(52, data => {
				resolve(data);
				return true;
			});
		});
		pty.keys('c');
		const [, text = ''] = String(await copied).split(';');
		expect(Buffer.from(text, 'base64').toString()).toBe('nats “copied”');
		const [, count, keys] = await pty.until(lines => lines[2] === 'keys  c');
		expect([count, keys]).toEqual(['count 0', 'keys  c']);
	});

	it('writes everything anew on Ctrl-L', async () => {
		const pty = await start();
		await new Promise<void>(resolve => {
			pty.terminal.write('\u001B[3;1Hsomebody else was here', resolve);
		});
		expect(pty.lines()[2]).toBe('somebody else was here');
		pty.keys('\u000C');
		await pty.until(lines => lines[2] === 'keys');
	});

	it('heals when Node prints a warning into it', async () => {
		const pty = await start({rows: 10});
		const before = pty.lines();
		pty.keys('w');
		await pty.until(
			lines =>
				pty.raw().includes('Warning: in') && lines[0] === before[0] && lines[2] === 'keys  w',
		);
		expect(pty.lines().slice(3)).toEqual(before.slice(3));
	});

	it.each([
		['wider and taller', 60, 20],
		['narrower and lower', 30, 5],
	])('lays itself out for a %s terminal', async (_, columns, rows) => {
		const pty = await start({columns: 40, rows: 10});
		pty.resize(columns, rows);
		const lines = await pty.until(
			([first = '', , , , bar]) =>
				first.startsWith(`screen ${columns}x${rows} `) && bar === `${'═'.repeat(columns - 1)}…`,
		);
		expect(lines.slice(1, 4)).toEqual(['count 0', 'keys', 'pasted']);
	});

	it('is the same where CI variables are set', async () => {
		const pty = await start({env: {CI: 'true'}});
		pty.resize(50, 12);
		await pty.until(([first = '']) => first.startsWith('screen 50x12 '));
	});
});

describe('keys', () => {
	it('that come together are told apart', async () => {
		const pty = await start();
		pty.keys('jjj\u001B[Ak\u001B[5~\u001BOH ++');
		const lines = await pty.until(lines => lines[1] === 'count 2');
		expect(lines[2]).toBe('keys  j j j up k pageup home space + +');
	});

	it('after the one that closes the screen are not acted on', async () => {
		const pty = await start();
		pty.keys('+q++');
		await pty.exited;
		expect(pty.lines()[0]).toBe('seen 1');
	});

	it('typed before the start arrive', async () => {
		const pty = startPty({
			command: 'sh',
			args: ['-c', `"$1" "$2"`, 'sh', process.execPath, fixture()],
		});
		pty.keys('++');
		await pty.until(lines => lines[1] === 'count 2');
	});

	it('are never taken from a paste', async () => {
		const pty = await start();
		await pty.until(() => pty.isPasteMarked);
		pty.paste('+q\u0003');
		await pty.until(lines => lines[3]?.startsWith('pasted +q') === true);
		pty.keys('j');
		const lines = await pty.until(lines => lines[2] === 'keys  j');
		expect(lines[1]).toBe('count 0');
	});
});

async function startStalled() {
	const folder = await mkdtemp(path.join(tmpdir(), 'leadertop-flood-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	const pty = startPty({args: [fixture(), '--flood', folder], columns: 140, rows: 45});
	await pty.until(lines => lines[0]?.startsWith('1') === true);
	pty.stall();
	const count = await vi.waitFor(() => readFile(path.join(folder, 'dropped'), 'utf8'), 20_000);
	return {pty, count};
}

describe('a terminal that stalls', () => {
	it('gets the newest frame afterwards, and none of those in between', async () => {
		const {pty, count} = await startStalled();
		pty.resume();
		await pty.until(lines => lines.slice(0, 40).every(line => line.startsWith(`${count} `)));
		pty.keys('q');
		await pty.exited;
		const [total = '', frames = ''] = pty.lines();
		expect(total).toBe(`seen ${count}`);
		expect(Number(frames.split(' ')[1])).toBeLessThanOrEqual(Number(count) - 20);
	});

	it('is left after the frame under way, not within it', async () => {
		const {pty} = await startStalled();
		pty.keys('q');
		pty.resume();
		await pty.exited;
		expect(pty.isAlternate).toBe(false);
		expect(pty.lines().slice(0, 2).join(' ')).toMatch(/^seen \d+ frames \d+$/);
	});

	it('does not keep the process from ending', async () => {
		const {pty} = await startStalled();
		pty.signal('SIGTERM');
		await vi.waitFor(() => {
			expect(isRunning(pty.pid)).toBe(false);
		}, 10_000);
		pty.resume();
		expect(await pty.exited).toEqual({exitCode: 143, signal: 0});
	});
});

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
