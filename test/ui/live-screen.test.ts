import {describe, expect, it} from 'vitest';
import type {PtyOptions, PtyScreen} from '../support/pty-screen.ts';
import {bundleFixture, startPty} from './mount/start-fixture.ts';

const fixture = bundleFixture('../../fixtures/live-screen.tsx');

async function start(options: Partial<PtyOptions> = {}, flags: string[] = []): Promise<PtyScreen> {
	const pty = startPty({args: [fixture(), ...flags], ...options});
	await pty.until(lines => lines.some(line => line.includes('leaders on n1 · 129')));
	return pty;
}

const shows = (text: string) => (lines: string[]) => lines.some(line => line.includes(text));

describe('the live screen in a terminal', () => {
	it('moves a leader to a chosen server after two questions, and shows the election', async () => {
		const pty = await start();
		pty.keys('\tjT');
		await pty.until(shows('Step down 1 group to which server?'));
		pty.keys('\r');
		await pty.until(shows('Step down 1 group, to n3? [y/N]'));
		pty.keys('y');
		const lines = await pty.until(rows => rows.some(row => /n1 → n3 by you +28 ms/.test(row)));
		expect(lines.find(line => line.includes('leaders on n1'))).toContain('128');
		pty.keys('q');
		await pty.exited;
		expect(pty.lines().join('\n')).toContain('wanted: step-down, quit');
	});

	it('takes Enter for a no, and a paste for nothing', async () => {
		const pty = await start();
		pty.keys('\tjS');
		await pty.until(shows('Step down 1 group? [y/N]'));
		pty.keys('\r');
		await pty.until(shows('Nothing was done'));
		pty.paste('Sy');
		await pty.until(shows('Pasted text is ignored'));
		pty.keys('q');
		await pty.exited;
		expect(pty.lines().join('\n')).toContain('wanted: quit');
	});

	it('confirms nothing by several characters that come at once: nobody marks such a paste', async () => {
		const pty = await start();
		pty.keys('\tjSy');
		await pty.until(shows('Pasted text is ignored'));
		expect(pty.lines().join('\n')).toContain('Step down 1 group? [y/N]');
		pty.keys('n');
		await pty.until(shows('Nothing was done'));
		pty.keys('q');
		await pty.exited;
		expect(pty.lines().join('\n')).toContain('wanted: quit');
	});

	it('writes little when little changes', async () => {
		const pty = await start();
		pty.keys('\t');
		await pty.until(lines => lines.at(-1)?.includes('Space tag') === true);
		const before = pty.raw().length;
		pty.keys('j');
		await pty.until(lines => lines[8]?.startsWith('▸') === true);
		expect(pty.raw().length - before).toBeLessThan(700);
	});

	it.each([
		[80, 24],
		[140, 45],
		[60, 15],
		[50, 12],
	])('fills %ix%i to the last cell and follows a new size', async (columns, rows) => {
		const pty = await start();
		pty.resize(columns, rows);
		const lines = await pty.until(
			([first = '', ...rest]) =>
				first.length === columns && first.endsWith('live 1s') && / q quit/.test(rest.at(-1) ?? ''),
		);
		expect(lines).toHaveLength(rows);
		expect(lines.slice(1, 3).join(' ')).toMatch(/SERVER/);
	});
});
