import {expect, it} from 'vitest';
import {bundleFixture, startPty} from './start-fixture.ts';

const fixture = bundleFixture('screen.tsx');

it('draws on the alternate screen and gives the terminal back on closing', async () => {
	const pty = startPty({args: [fixture()], columns: 40, rows: 10});
	await pty.until(lines => lines[0] === 'screen 40x10');
	expect(pty.isAlternate).toBe(true);
	pty.keys('q');
	expect(await pty.exited).toEqual({exitCode: 0, signal: 0});
	expect(pty.isAlternate).toBe(false);
	expect(pty.lines()[0]).toBe('seen 0');
});
