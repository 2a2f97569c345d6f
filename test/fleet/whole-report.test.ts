import {afterAll, beforeAll, expect, it} from 'vitest';
import {runCli} from '../support/run-cli.ts';
import {startFleet, type Fleet} from './start-fleet.ts';

let fleet: Fleet;

beforeAll(async () => {
	fleet = await startFleet({servers: 3, groups: 3000, accounts: 10});
});

afterAll(async () => {
	await fleet?.stop();
});

it('comes through a pipe to its end, however long it is', async () => {
	const args = ['report', '--json', '--groups', '--no-context', '--server', fleet.systemUrl];
	const {exitCode, stdout} = await runCli(args);
	expect(exitCode).toBe(0);
	// More than a pipe holds.
	expect(stdout.length).toBeGreaterThan(500_000);
	const {groups} = JSON.parse(stdout) as {readonly groups: readonly unknown[]};
	expect(groups).toHaveLength((await fleet.truth()).groups.length);
});
