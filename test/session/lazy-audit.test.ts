import {expect, test} from 'vitest';
import {lazyAudit} from '../../source/session/lazy-audit.ts';
import type {AuditEntry} from '../../source/executor/audit.ts';
import {aGroup, start} from '../support/build.ts';

const group = aGroup({stream: 'ORDERS', leader: 'n1', followers: ['n2', 'n3']});

const entry: AuditEntry = {
	at: start,
	runId: 'run-1',
	move: {from: 'n1', to: 'n2'},
	group,
	end: undefined,
};

/** A disk that is full or not, and what was opened and closed on it. */
function aDisk() {
	const disk = {isFull: false, opened: 0, closed: 0};
	async function open() {
		disk.opened++;
		let failure: Error | undefined;
		async function record() {
			// As the real one: after the first failure every call rejects.
			failure ??= disk.isFull ? new Error('the disk is full') : undefined;
			if (failure) {
				throw failure;
			}
		}

		await record();
		return {
			file: '/var/audit.jsonl',
			record,
			async close() {
				disk.closed++;
			},
		};
	}

	return {disk, audit: lazyAudit({type: 'nats', label: 'sys', mode: 'system'}, undefined, open)};
}

test('opens the trail once, and closes it once', async () => {
	const {disk, audit} = aDisk();
	expect(audit.file()).toBeUndefined();
	await (await audit.open()).record(entry);
	await (await audit.open()).record(entry);
	expect(audit.file()).toBe('/var/audit.jsonl');
	await audit.close();
	expect(disk).toEqual({isFull: false, opened: 1, closed: 1});
});

test('opens it anew for the act after one that could not be recorded', async () => {
	const {disk, audit} = aDisk();
	const sink = await audit.open();
	disk.isFull = true;
	await expect(sink.record(entry)).rejects.toThrow('the disk is full');
	await expect(audit.open()).rejects.toThrow('the disk is full');

	disk.isFull = false;
	await expect(sink.record(entry)).rejects.toThrow('the disk is full');
	await (await audit.open()).record(entry);
	expect(disk).toMatchObject({opened: 3, closed: 1});
	await audit.close();
	expect(disk).toMatchObject({opened: 3, closed: 2});
});

test('records nothing of what is no real cluster', async () => {
	const audit = lazyAudit({type: 'simulated', label: 'even'}, undefined, () => {
		throw new Error('opened');
	});
	await (await audit.open()).record(entry);
	await audit.close();
});
