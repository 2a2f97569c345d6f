import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import type {DemoProgress} from '../../source/demo/start-demo.ts';
import {startDemo} from '../../source/demo/start-demo.ts';
import {isAlive} from '../support/processes.ts';
import {testServer} from '../support/with-cluster.ts';

describe('the demo', () => {
	let temporary: string;

	beforeEach(() => {
		temporary = mkdtempSync(path.join(os.tmpdir(), 'demo-test-'));
		vi.stubEnv('TMPDIR', temporary);
	});

	afterEach(() => {
		vi.unstubAllEnvs();
		rmSync(temporary, {recursive: true});
	});

	it('starts a skewed cluster, tells each step, and leaves nothing', async () => {
		const steps: string[] = [];
		const demo = await startDemo({
			natsServer: await testServer('newest'),
			streams: 10,
			onProgress(progress) {
				const step = nameOf(progress);
				if (step !== steps.at(-1)) {
					steps.push(step);
				}
			},
		});
		const pids = demo.cluster.servers.map(({pid}) => pid ?? 0);
		try {
			expect(steps).toEqual(['server found', 'starting', 'assets', 'stopped', 'started']);
			expect(demo.streams).toHaveLength(10);
			expect(demo.skewed?.after.leaders.get(demo.skewed.server)).toBe(0);
			expect(pids.every(isAlive)).toBe(true);
		} finally {
			await demo.stop();
		}

		expect(pids.some(isAlive)).toBe(false);
		expect(readdirSync(temporary)).toEqual([]);
	});

	it.each(['starting', 'assets', 'stopped', 'started'])(
		'leaves nothing when it is called off at the step "%s"',
		async step => {
			const stop = new AbortController();
			const reason = new Error('enough');
			const starting = startDemo({
				natsServer: await testServer('newest'),
				streams: 5,
				signal: stop.signal,
				onProgress(progress) {
					if (nameOf(progress) === step) {
						stop.abort(reason);
					}
				},
			});
			await expect(starting).rejects.toBe(reason);
			expect(readdirSync(temporary)).toEqual([]);
		},
	);
});

function nameOf(progress: DemoProgress): string {
	switch (progress.type) {
		case 'server': {
			return `server ${progress.event.type}`;
		}

		case 'restart': {
			return progress.step;
		}

		default: {
			return progress.type;
		}
	}
}
