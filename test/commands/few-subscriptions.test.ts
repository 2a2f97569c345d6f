import {expect, it} from 'vitest';
import {runCli} from '../support/run-cli.ts';
import {startLoneServer} from '../nats/access/lone-server.ts';
import {temporaryHome} from '../nats/access/temporary-home.ts';

it.each(['2.10', 'newest'] as const)(
	'a server of %s that allows too few subscriptions is named as the reason',
	async series => {
		const {folder} = temporaryHome();
		const {address} = await startLoneServer(
			`server_name: n1
			jetstream {store_dir: "${folder}/store"}
			max_subscriptions: 1
			accounts {SYS {users: [{user: sys, password: sys}]}}
			system_account: SYS`,
			series,
		);
		const server = ['--no-context', '--server', `nats://sys:sys@${address}`];
		const {stderr, exitCode} = await runCli(['report', ...server]);
		expect(stderr).toMatch(
			/^leadertop: no server responded; \S+: maximum subscriptions exceeded; raise max_subscriptions/,
		);
		expect(exitCode).toBe(3);
	},
);
