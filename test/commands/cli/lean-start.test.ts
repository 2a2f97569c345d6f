import {expect, it} from 'vitest';
import {runTraced, screenPackages} from '../../support/run-traced.ts';

it.each([
	['--version'],
	['--help'],
	['help', 'watch'],
	['check', '--no-context', '--server', 'nats://127.0.0.1:1'],
	['report', '--json', '--no-context', '--server', 'nats://127.0.0.1:1'],
])('%s %s loads nothing of the screen', async (...args) => {
	const {packages} = await runTraced(args);

	for (const name of screenPackages) {
		expect(packages).not.toContain(name);
	}
});

it('loads the screen for a table', async () => {
	const {stdout, packages} = await runTraced(['demo', '--simulated']);

	expect(stdout).toContain('SIMULATED');
	expect([...packages]).toEqual(expect.arrayContaining(screenPackages));
});
