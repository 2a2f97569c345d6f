import {execFileSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {extractFile} from '../../source/demo/released-archive.ts';

describe('a tar archive', () => {
	// Neither a whole block of 512 bytes, nor the same in any two places.
	const content = randomBytes(512 * 3 + 77);
	let folder: string;
	let archive: Buffer;

	beforeAll(() => {
		folder = mkdtempSync(path.join(os.tmpdir(), 'tar-test-'));
		mkdirSync(path.join(folder, 'nats'));
		writeFileSync(path.join(folder, 'nats/README.md'), 'read me');
		writeFileSync(path.join(folder, 'nats/nats-server'), content);
		writeFileSync(path.join(folder, 'nats/z-last'), 'last');
		archive = execFileSync('tar', ['-cf', '-', '-C', folder, 'nats']);
	});

	afterAll(() => {
		rmSync(folder, {recursive: true});
	});

	it('gives the one file that is asked for', () => {
		expect(extractFile(archive, 'nats/nats-server').equals(content)).toBe(true);
		expect(extractFile(archive, 'nats/z-last').toString()).toBe('last');
	});

	it('says which file it does not hold', () => {
		expect(() => extractFile(archive, 'nats/other')).toThrow('holds no nats/other');
	});

	it('does not give a part of a file for the whole', () => {
		const start = archive.indexOf(content);
		const cut = archive.subarray(0, start + 600);
		expect(() => extractFile(cut, 'nats/nats-server')).toThrow('ends inside nats/nats-server');
	});
});
