import process from 'node:process';
import type {Reporter, TestModule} from 'vitest/node';
import {missingSeries} from './with-cluster.ts';

/** Ends the run with one plain line that any CI can read: `12 passed, 0 failed, 1 skipped`, below the servers that were not there. */
export default class ClosingLine implements Reporter {
	onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
		const counts = {passed: 0, failed: errors.length, skipped: 0};
		for (const module of modules) {
			if (module.children.size === 0) {
				counts.failed++;
			}

			for (const test of module.children.allTests()) {
				const {state} = test.result();
				counts[state === 'pending' ? 'skipped' : state]++;
			}
		}

		if (missingSeries.length > 0) {
			const missing = missingSeries.join(', ');
			process.stdout.write(
				`nats-server ${missing} not tested: LEADERTOP_TEST_SERVERS has none (npm run test:servers)\n`,
			);
		}

		const line = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`;
		process.stdout.write(line);
	}
}
