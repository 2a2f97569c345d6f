import {mkdtemp, readdir, readFile, realpath, rm, stat} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {cliFile} from '../support/cli-file.ts';
import {openPty, type PtyScreen} from '../support/pty-screen.ts';

let folder: string;
let screen: PtyScreen | undefined;

beforeAll(async () => {
	folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'leadertop-write-')));
});

afterAll(async () => {
	await screen?.close();
	await rm(folder, {recursive: true, force: true});
});

it('writes a report at a key, tells where, and sums up on leaving', async () => {
	screen = openPty({
		args: [cliFile, 'demo', '--simulated', '--scenario', 'restart'],
		cwd: folder,
		columns: 140,
		rows: 40,
	});
	const shows = async (words: RegExp) =>
		screen?.until(lines => lines.some(line => words.test(line)), 30_000);
	// The best that is reachable is told once all servers have been seen.
	await shows(/skew \d\.\d\dx → /);
	screen.keys('B');
	await shows(/Balance east with \d+ step-downs\?/);
	screen.keys('y');
	await shows(/balance east .* done .* in \d/);
	screen.keys('e');
	await shows(/\d+ stepped down by you/);
	screen.keys('w');
	await shows(/Report: leadertop-east-\S+\.md in /);

	const [name = ''] = await readdir(folder);
	const file = path.join(folder, name);
	expect((await stat(file)).mode & 0o777).toBe(0o600);
	const text = await readFile(file, 'utf8');
	expect(text).toMatch(/^# cluster east, /);
	expect(text).toContain('**SIMULATED: no real cluster behind these figures**');
	expect(text).toMatch(/- elections: \d+ \(\d+ stepped down by you/);
	expect(text).toMatch(/## Actions from here\n\n- .* n1 → n\d, as wanted, \d+ ms/);

	screen.keys('\u001B');
	await shows(/leaders on /);
	screen.keys('q');
	expect(await screen.exited).toMatchObject({exitCode: 0});
	const left = screen.lines().join('');
	expect(left).toMatch(/leaders since the start: n1 \d+ → \d+/);
	expect(left).toMatch(/skew: \d\.\d\dx → \d\.\d\dx/);
	expect(left).toMatch(/elections: \d+ \(\d+ stepped down by you/);
	expect(left).toContain(`report in ${file}`);
});
