import {mkdtemp, readFile, rm, stat} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {writeReport} from '../../source/session/session-report.ts';
import {start} from '../support/build.ts';

let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(path.join(os.tmpdir(), 'leadertop-report-'));
});

afterAll(async () => {
	await rm(folder, {recursive: true, force: true});
});

describe('a report in a file', () => {
	it('is named after cluster and time, is for its owner only, and replaces none', async () => {
		const first = await writeReport('one', {folder, cluster: 'east', at: start});
		const second = await writeReport('two', {folder, cluster: 'east', at: start});
		expect(path.basename(first)).toBe('leadertop-east-20260115T140000Z.md');
		expect(path.basename(second)).toBe('leadertop-east-20260115T140000Z-2.md');
		expect(await readFile(first, 'utf8')).toBe('one');
		expect((await stat(first)).mode & 0o777).toBe(0o600);
	});

	it('stays in the folder whatever the cluster is called', async () => {
		const file = await writeReport('x', {folder, cluster: '../../etc/\u001B[2J', at: start});
		expect(path.dirname(file)).toBe(folder);
		expect(path.basename(file)).toMatch(/^leadertop-[\w.-]+-20260115T140000Z\.md$/);
	});

	it('fails where it cannot be written', async () => {
		await expect(
			writeReport('x', {folder: path.join(folder, 'none'), cluster: 'east', at: start}),
		).rejects.toThrow('ENOENT');
	});
});
