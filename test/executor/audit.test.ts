import {mkdir, mkdtemp, open, readFile, rm, stat, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {openAudit, type AuditEntry} from '../../source/executor/audit.ts';
import {AuditError} from '../../source/executor/audit-file.ts';
import {aGroup, start} from '../support/build.ts';

let directory: string;

beforeEach(async () => {
	directory = await mkdtemp(path.join(os.tmpdir(), 'leadertop-audit-'));
});

afterEach(async () => {
	vi.unstubAllEnvs();
	await rm(directory, {recursive: true});
});

const group = aGroup({
	stream: 'ORDERS',
	consumer: 'billing',
	leader: 'n1',
	followers: ['n2', 'n3'],
});

function anEntry(overrides: Partial<AuditEntry> = {}): AuditEntry {
	const move = {group: group.key, from: 'n1', to: 'n3'};
	return {at: start, runId: 'run-1', move, group, end: undefined, ...overrides};
}

const asWanted = {result: 'as-wanted', elected: 'n3', electionMs: 31, reason: undefined} as const;

async function linesOf(file: string): Promise<readonly Record<string, unknown>[]> {
	const text = await readFile(file, 'utf8');
	expect(text.endsWith('\n')).toBe(true);
	return text
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line) as Record<string, unknown>);
}

test('records who does what before a request, and what came of it after', async () => {
	const file = path.join(directory, 'audit.jsonl');
	const audit = await openAudit({file, identity: 'context prod-sys'});
	await audit.record(anEntry());
	await audit.record(anEntry({at: start + 40, end: asWanted}));
	await audit.close();

	const who = `${os.userInfo().username}@${os.hostname()}`;
	const what = {
		run: 'run-1',
		who,
		as: 'context prod-sys',
		cluster: 'east',
		domain: null,
		account: 'SHOP',
		kind: 'consumer',
		stream: 'ORDERS',
		consumer: 'billing',
		from: 'n1',
		wanted: 'n3',
	};
	const [opened, ...records] = await linesOf(file);
	expect(opened).toEqual({
		time: expect.any(String) as string,
		event: 'opened',
		who,
		as: 'context prod-sys',
	});
	expect(records).toEqual([
		{time: '2026-01-15T14:00:00.000Z', event: 'request', ...what},
		{
			time: '2026-01-15T14:00:00.040Z',
			event: 'result',
			...what,
			result: 'as-wanted',
			elected: 'n3',
			ms: 31,
			reason: null,
		},
	]);
});

test('is readable by its owner only, and keeps what was there', async () => {
	const file = path.join(directory, 'audit.jsonl');
	for (const identity of ['first', 'second']) {
		const audit = await openAudit({file, identity});
		await audit.close();
	}

	expect((await stat(file)).mode & 0o777).toBe(0o600);
	expect((await linesOf(file)).map(line => line['as'])).toEqual(['first', 'second']);
});

test.runIf(process.platform === 'linux')(
	'lives in the state directory of the user unless told otherwise',
	async () => {
		vi.stubEnv('XDG_STATE_HOME', path.join(directory, 'state'));
		const audit = await openAudit({identity: undefined});
		await audit.close();
		expect(audit.file).toBe(path.join(directory, 'state', 'leadertop', 'audit.jsonl'));
		expect((await stat(path.dirname(audit.file))).mode & 0o777).toBe(0o700);
	},
);

test('does not glue its first line to half a line that a crash left behind', async () => {
	const file = path.join(directory, 'audit.jsonl');
	await writeFile(file, '{"event":"opened"}\n{"time":"2026-01-1');
	const audit = await openAudit({file, identity: 'me'});
	await audit.close();
	const lines = (await readFile(file, 'utf8')).split('\n');
	expect(lines).toHaveLength(4);
	expect(JSON.parse(lines[2] ?? '')).toMatchObject({event: 'opened', as: 'me'});
});

test('keeps control characters of names out of the file', async () => {
	const file = path.join(directory, 'audit.jsonl');
	const audit = await openAudit({file, identity: undefined});
	const stream = 'A\u009b2J\u202eB\u001b[0m\u2028ü';
	await audit.record(anEntry({group: aGroup({stream, leader: 'n1', followers: ['n2']})}));
	await audit.close();
	const text = await readFile(file, 'utf8');
	// Everything in the file is printable but the line feeds.
	expect(text.replaceAll('\n', '')).toMatch(/^[\u0020-\u007e\u00a0-\u00ff]*$/);
	expect((await linesOf(file))[1]).toMatchObject({stream});
});

test('records a thousand step-downs that are made side by side, each line whole', async () => {
	const file = path.join(directory, 'audit.jsonl');
	const audit = await openAudit({file, identity: undefined});
	const streams = Array.from({length: 1000}, (_, index) => `S${index}`);
	const work = [...streams];
	const ends: Promise<void>[] = [];
	await Promise.all(
		Array.from({length: 16}, async () => {
			for (let stream = work.pop(); stream !== undefined; stream = work.pop()) {
				const group = aGroup({stream, leader: 'n1', followers: ['n2', 'n3']});
				await audit.record(anEntry({group}));
				// Nobody waits for this one before going on.
				ends.push(audit.record(anEntry({group, end: asWanted})));
			}
		}),
	);
	await audit.close();
	await Promise.all(ends);
	const [, ...lines] = await linesOf(file);
	expect(lines).toHaveLength(2000);
	for (const event of ['request', 'result']) {
		const recorded = lines.filter(line => line['event'] === event).map(line => line['stream']);
		expect(new Set(recorded)).toEqual(new Set(streams));
	}
});

test('has a record on the disk as soon as it says so', async () => {
	const file = path.join(directory, 'audit.jsonl');
	const audit = await openAudit({file, identity: undefined});
	await audit.record(anEntry());
	expect((await linesOf(file)).map(line => line['event'])).toEqual(['opened', 'request']);
	await audit.close();
});

test('syncs what it writes, once for all that is recorded at the same time', async () => {
	const file = path.join(directory, 'audit.jsonl');
	const audit = await openAudit({file, identity: undefined});
	const other = await open(file);
	const syncs = vi.spyOn(Object.getPrototypeOf(other) as typeof other, 'datasync');
	await other.close();
	await Promise.all([audit.record(anEntry()), audit.record(anEntry({end: asWanted}))]);
	expect(syncs).toHaveBeenCalledTimes(1);
	await audit.record(anEntry());
	expect(syncs).toHaveBeenCalledTimes(2);
	syncs.mockRestore();
	await audit.close();
});

test.runIf(process.platform === 'linux')(
	'tells of a full disk before anything is done',
	async () => {
		const failure = openAudit({file: '/dev/full', identity: undefined});
		await expect(failure).rejects.toThrow(AuditError);
		await expect(failure).rejects.toThrow(
			'the disk is full: could not write the audit file /dev/full; make room, or choose an audit file elsewhere',
		);
		await expect(failure).rejects.toMatchObject({cause: {code: 'ENOSPC'}, file: '/dev/full'});
	},
);

test('says what is wrong with a place that cannot be written to', async () => {
	const file = path.join(directory, 'file');
	await writeFile(file, '');
	const places = [
		[path.join(file, 'audit.jsonl'), 'a part of its path is not a directory'],
		[directory, 'it is a directory'],
		[path.join(directory, 'nowhere', 'audit.jsonl'), 'its directory does not exist'],
	];
	for (const [place = '', reason = ''] of places) {
		const failure = openAudit({file: place, identity: undefined});
		await expect(failure).rejects.toThrow(AuditError);
		await expect(failure).rejects.toThrow(reason);
	}
});

// Root may write everywhere.
test.skipIf(process.getuid?.() === 0)('says who may not write where', async () => {
	const locked = path.join(directory, 'locked');
	await mkdir(locked, {mode: 0o500});
	const failure = openAudit({file: path.join(locked, 'audit.jsonl'), identity: undefined});
	await expect(failure).rejects.toThrow('no permission');
});

test.runIf(process.platform === 'linux')(
	'makes its own directory, and says so when it cannot',
	async () => {
		const file = path.join(directory, 'file');
		await writeFile(file, '');
		vi.stubEnv('XDG_STATE_HOME', file);
		await expect(openAudit({identity: undefined})).rejects.toThrow(
			/could not create the audit file/,
		);
	},
);
