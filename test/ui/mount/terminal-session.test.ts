import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import type {PtyOptions, PtyScreen} from '../../support/pty-screen.ts';
import {bundleFixture, startPty} from './start-fixture.ts';

const fixture = bundleFixture('screen.tsx');

/** The fixture within a shell that tells afterwards what became of it and of the terminal. */
function startInShell(...args: string[]): PtyScreen {
	return startInTerminal({}, ...args);
}

function startInTerminal(options: Partial<PtyOptions>, ...args: string[]): PtyScreen {
	return startPty({
		...options,
		command: 'sh',
		args: ['-c', '"$@"; echo "code $?"; stty -a', 'sh', process.execPath, fixture(), ...args],
	});
}

async function pidOf(pty: PtyScreen): Promise<number> {
	const [first = ''] = await pty.until(lines => / pid \d+$/.test(lines[0] ?? ''));
	return Number(first.split(' ').at(-1));
}

function expectRestored(pty: PtyScreen): void {
	expect(pty.isAlternate).toBe(false);
	expect(pty.isCursorVisible).toBe(true);
	expect(pty.isWrapping).toBe(true);
	expect(pty.isPasteMarked).toBe(false);
	const settings = pty.lines().join(' ').split(/\s+/);
	expect(settings).toEqual(expect.arrayContaining(['icanon', 'echo', 'isig', 'icrnl', 'ixon']));
}

const send = (signal: NodeJS.Signals) => (_: PtyScreen, pid: number) => process.kill(pid, signal);
const press = (keys: string) => (pty: PtyScreen) => pty.keys(keys);

const endings = [
	['q', press('q'), 0, []],
	['Ctrl-C', press('\u0003'), 130, []],
	['Ctrl-\\', press('\u001C'), 131, []],
	['SIGINT', send('SIGINT'), 130, []],
	['SIGTERM', send('SIGTERM'), 143, []],
	['SIGQUIT', send('SIGQUIT'), 131, []],
	['SIGHUP of a terminal that is still there', send('SIGHUP'), 129, []],
	['a render that throws', press('r'), 1, ['leadertop stopped: the render broke: a cause']],
	['a key handler that throws', press('t'), 1, ['leadertop stopped: the key handler broke']],
	['a rejection', press('p'), 1, ['leadertop stopped: nobody caught this']],
] as const;

describe('the terminal is as it was', () => {
	it.each(endings)('after %s', async (_, end, code, errors) => {
		const pty = startInShell();
		const pid = await pidOf(pty);
		expect(pty.isAlternate).toBe(true);
		expect(pty.isCursorVisible).toBe(false);

		end(pty, pid);
		await pty.exited;

		const lines = pty.lines();
		expect(lines[0]).toBe('seen 0');
		for (const [index, error] of errors.entries()) {
			expect(lines[index + 1]).toBe(`${error} (LEADERTOP_DEBUG=1 shows where)`);
		}

		expect(lines[errors.length + 1]).toBe(`code ${code}`);
		expectRestored(pty);
	});

	it('after process.exit', async () => {
		const pty = startInShell();
		await pidOf(pty);
		pty.keys('x');
		await pty.exited;
		expect(pty.lines()[0]).toBe('code 7');
		expectRestored(pty);
	});

	it('and raw and unwrapped while the screen is on', async () => {
		const pty = startInShell();
		await pidOf(pty);
		expect(pty.isWrapping).toBe(false);
		await pty.until(() => pty.isPasteMarked);
		// Would be a signal in a terminal that is not raw, and is a key in one that is.
		pty.keys('\u001A+');
		await pty.until(lines => lines[1] === 'count 1');
	});
});

describe('on a terminal without an alternate screen', () => {
	it.each(endings)('what follows %s stands below the last frame', async (_, end, code, errors) => {
		const pty = startInTerminal({alternateScreen: false});
		const pid = await pidOf(pty);
		pty.keys('+');
		const frame = await pty.until(lines => lines[1] === 'count 1');
		end(pty, pid);
		await pty.exited;

		const written = pty.history();
		const last = written.findIndex(line => line === 'seen 1');
		expect(written.slice(last, last + errors.length + 2)).toEqual([
			'seen 1',
			...errors.map(error => `${error} (LEADERTOP_DEBUG=1 shows where)`),
			`code ${code}`,
		]);
		// A render that throws leaves nothing of the frame; otherwise all of it stands above.
		if (written[1] !== '') {
			expect(written.slice(0, 2)).toEqual(frame.slice(0, 2));
			// The key that ends it may still show in the third row.
			expect(written.slice(3, frame.length)).toEqual(frame.slice(3));
			expect(last).toBe(frame.length);
		}

		expectRestored(pty);
	});

	it('a shell after Ctrl-Z has no rest of a frame below it', async () => {
		const pty = await startInBash({alternateScreen: false});
		const frame = pty.lines();
		pty.keys('\u001A');
		const lines = await pty.until(lines => lines.some(line => line.includes('Stopped')));
		const below = lines.slice(lines.findIndex(line => line.includes('Stopped')) + 1);
		expect(below.filter(line => line !== '' && frame.includes(line))).toEqual([]);
		pty.keys('fg\r');
		await pty.until(([line]) => line === frame[0]);
	});
});

describe('an error', () => {
	it('is told with its stack when debugging', async () => {
		const pty = startPty({args: [fixture()], rows: 60, env: {LEADERTOP_DEBUG: '1'}});
		await pidOf(pty);
		pty.keys('r');
		expect(await pty.exited).toEqual({exitCode: 1, signal: 0});
		const text = pty.lines().join('\n');
		expect(text).toContain('leadertop stopped: Error: the render broke\n    at Screen');
		expect(text).toContain('caused by: Error: a cause\n    at Screen');
	});
});

describe('work to do on leaving', () => {
	it('is done after the terminal was restored and before the process ends', async () => {
		const pty = startInShell('--cleaned');
		const pid = await pidOf(pty);
		process.kill(pid, 'SIGTERM');
		await pty.exited;
		expect(pty.lines().slice(0, 3)).toEqual(['seen 0', 'cleaned', 'code 143']);
	});

	it('is done before a normal end, too', async () => {
		const pty = startInShell('--cleaned');
		await pidOf(pty);
		pty.keys('q');
		await pty.exited;
		expect(pty.lines().slice(0, 3)).toEqual(['seen 0', 'cleaned', 'code 0']);
	});

	it('is given up when its time is over, and said to be', async () => {
		const pty = startInShell('--never-cleaned', '--impatient');
		process.kill(await pidOf(pty), 'SIGTERM');
		await pty.exited;
		expect(pty.lines()[1]).toContain('leadertop stopped: Cleaning up took longer than 0.001 s');
		expect(pty.lines().slice(0, 6)).toContain('code 143');
	});

	it('is not waited for after a second signal', async () => {
		const pty = startInShell('--never-cleaned');
		const pid = await pidOf(pty);
		process.kill(pid, 'SIGTERM');
		await pty.until(() => !pty.isAlternate);
		const began = performance.now();
		// The first ones may be echoes of what ended it.
		const insisting = setInterval(() => {
			endIfRunning(pid, 'SIGINT');
		}, 100);
		await pty.exited;
		clearInterval(insisting);
		expect(performance.now() - began).toBeGreaterThan(500);
		expect(pty.lines()[1]).toBe('code 143');
	});
});

async function startInBash(options: Partial<PtyOptions> = {}): Promise<PtyScreen> {
	const pty = startPty({
		...options,
		command: 'bash',
		args: ['--norc', '--noprofile', '-ib'],
		env: {PS1: '$ '},
	});
	await pty.until(lines => lines.includes('$'));
	pty.keys(`${process.execPath} ${fixture()}\r`);
	const pid = await pidOf(pty);
	// A stopped process would not notice that the terminal is closed.
	onTestFinished(() => endIfRunning(pid));
	return pty;
}

function endIfRunning(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
	try {
		process.kill(pid, signal);
	} catch {
		// It has ended.
	}
}

async function expectStopped(pty: PtyScreen, times = 1): Promise<void> {
	await pty.until(lines => lines.filter(line => line.includes('Stopped')).length === times);
	expect(pty.isAlternate).toBe(false);
	expect(pty.isCursorVisible).toBe(true);
	expect(pty.isWrapping).toBe(true);
}

async function expectBack(pty: PtyScreen): Promise<void> {
	await pidOf(pty);
	expect(pty.isAlternate).toBe(true);
	expect(pty.isCursorVisible).toBe(false);
	expect(pty.isWrapping).toBe(false);
	pty.keys('+');
	await pty.until(lines => lines[1] === 'count 1');
}

describe('stopping', () => {
	it('by Ctrl-Z gives the terminal to the shell, and fg takes it back', async () => {
		const pty = await startInBash();
		pty.keys('\u001A');
		await expectStopped(pty);
		pty.keys('fg\r');
		await expectBack(pty);
		pty.keys('q');
		await pty.until(lines => lines.includes('seen 1'));
	});

	it('by SIGTSTP does the same', async () => {
		const pty = await startInBash();
		process.kill(await pidOf(pty), 'SIGTSTP');
		await expectStopped(pty);
		pty.keys('fg\r');
		await expectBack(pty);
	});

	it('twice works as once', async () => {
		const pty = await startInBash();
		pty.keys('\u001A');
		await expectStopped(pty);
		pty.keys('fg\r');
		await expectBack(pty);
		pty.keys('\u001A');
		await expectStopped(pty, 2);
	});

	it('by SIGSTOP, which nobody can prepare for, ends with a whole screen again', async () => {
		const pty = await startInBash();
		process.kill(await pidOf(pty), 'SIGSTOP');
		await pty.until(lines => lines.some(line => line.includes('Stopped')));
		pty.keys('fg\r');
		await pty.until(
			lines => lines[1] === 'count 0' && !lines.some(line => line.includes('Stopped')),
		);
		await expectBack(pty);
	});

	it('in the background again waits for the foreground', async () => {
		const pty = await startInBash();
		pty.keys('\u001A');
		await expectStopped(pty);
		// Bash reports a job that stops after its prompt only at the next one.
		pty.keys('bg; until jobs %1 | grep Stopped; do sleep 0.05; done\r');
		await pty.until(lines => lines.filter(line => /^\[1\].*Stopped/.test(line)).length >= 2);
		expect(pty.isAlternate).toBe(false);
		pty.keys('fg\r');
		await expectBack(pty);
	});

	it('does not keep a signal from ending the process', async () => {
		const pty = await startInBash();
		pty.keys('\u001A');
		await expectStopped(pty);
		pty.keys('kill %1\r');
		await pty.until(lines => lines.some(line => line.includes('Terminated')));
		expect(pty.lines().some(line => line.endsWith('seen 0'))).toBe(true);
	});

	it('where no shell could continue us comes back by itself', async () => {
		const pty = startPty({args: [fixture()]});
		await pidOf(pty);
		pty.keys('\u001A');
		await pty.until(() => !pty.isAlternate);
		await pty.until(() => pty.isAlternate);
		await expectBack(pty);
	});
});

it('ends quietly when the terminal hangs up', async () => {
	const folder = await mkdtemp(path.join(tmpdir(), 'leadertop-hang-up-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	const told = path.join(folder, 'told');
	const pty = startPty({
		command: 'sh',
		args: [
			'-c',
			`trap : HUP; "$1" "$2" 2>"$3.errors"; echo "code $?" >"$3"`,
			'sh',
			process.execPath,
			fixture(),
			told,
		],
	});
	await pidOf(pty);
	pty.hangUp();
	await vi.waitFor(async () => {
		expect(await readFile(told, 'utf8')).toBe('code 129\n');
	}, 10_000);
	expect(await readFile(`${told}.errors`, 'utf8')).not.toMatch(/error|assert/i);
});
