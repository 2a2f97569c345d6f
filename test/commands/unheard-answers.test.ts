import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {skew} from '../../source/demo/skew.ts';
import {temporaryHome, type TemporaryHome} from '../nats/access/temporary-home.ts';
import {leastPermissions} from '../nats/account/least-permissions.ts';
import {accountApi, type AccountApi} from '../nats/account-api.ts';
import {cliFile} from '../support/cli-file.ts';
import {openPty, type PtyScreen} from '../support/pty-screen.ts';
import {runCli} from '../support/run-cli.ts';
import {startTestCluster, type Series} from '../support/with-cluster.ts';

const streams = ['A', 'B', 'C', 'D', 'E', 'F'];
const missing = /may not subscribe to _INBOX\.>/;

describe.each<Series>(['2.9', '2.10', 'newest'])('a user on nats-server %s', series => {
	let local: LocalCluster;
	let home: TemporaryHome;
	let removeHome = () => {};
	let shop: AccountApi;
	let screen: PtyScreen | undefined;

	beforeAll(async () => {
		home = temporaryHome(remove => {
			removeHome = remove;
		});
		const permissions = leastPermissions.act.replace('"_INBOX.>"', '"_INBOX_mover.>"');
		local = await startTestCluster({
			series,
			identity: `accounts {
				SYS {users: [{user: sys, password: sys}]}
				SHOP {jetstream: enabled, users: [
					{user: shop, password: shop}, {user: mover, password: mover, ${permissions}}
				]}
			}
			system_account: SYS`,
		});
		shop = await accountApi(local, 'SHOP');
		for (const stream of streams) {
			await shop.createStream(stream, 3);
		}

		await skew(local, {server: 'n2'});
	});

	afterEach(async () => {
		await screen?.close();
		screen = undefined;
	});

	afterAll(async () => {
		await shop?.close();
		await local?.stop();
		removeHome();
	});

	const url = () => local.url('SHOP').replaceAll('shop:shop@', 'mover:mover@');
	const acting = (identity: string) => ['--server', local.systemUrl, '--act-as', identity];
	const leaders = async () => Promise.all(streams.map(async stream => shop.streamLeader(stream)));

	it.each([['balance'], ['drain', 'n1']])(
		'who may hear no answer moves nothing with %s %s, and is told what is missing',
		async (...command) => {
			const before = await leaders();
			const audit = path.join(home.folder, 'audit.jsonl');
			const args = [...command, ...acting(`SHOP=${url()}`)];
			const planned = await runCli([...args, '--dry-run', '--json'], {env: home.env});
			const locked = [{account: 'SHOP', missing: expect.stringMatching(missing)}];
			expect(JSON.parse(planned.stdout)).toMatchObject({planned: 0, locked, moves: []});

			const run = [...args, '--yes', '--audit', audit];
			const {exitCode, stdout} = await runCli([...run, '--json'], {env: home.env});
			expect(JSON.parse(stdout)).toMatchObject({
				outcome: 'partial',
				stepDowns: 0,
				reason: expect.stringMatching(missing),
				locked,
				moves: [],
			});
			expect(exitCode).toBe(1);
			expect((await runCli(run, {env: home.env})).stdout).toMatch(missing);
			expect(await leaders()).toEqual(before);
			expect(await readFile(audit, 'utf8')).not.toMatch(/"event":"(request|result)"/);
		},
	);

	it('who may hear no answer is locked on the screen', async () => {
		screen = openPty({
			args: [cliFile, ...acting(`SHOP=${url()}`)],
			env: home.env,
			columns: 120,
			rows: 30,
		});
		const shows = (pattern: RegExp) => (lines: readonly string[]) =>
			lines.some(line => pattern.test(line));
		await screen.until(shows(/live/));
		screen.keys('v');
		await screen.until(shows(/^│?.SHOP .* refused /));
		screen.keys('B');
		await screen.until(shows(missing));
	});

	it('who is given the inbox that it may hear on the command line may act', async () => {
		const prefix = ['--act-as-inbox-prefix', 'SHOP=_INBOX_mover'];
		const args = ['balance', '--dry-run', '--json', ...acting(`SHOP=${url()}`), ...prefix];
		const {stdout} = await runCli(args, {env: home.env});
		expect(JSON.parse(stdout)).toMatchObject({outcome: 'planned', locked: []});
	});

	it('whose context names the inbox that it may hear balances', async () => {
		home.context('mover', {
			url: local.servers[0]?.clientUrl,
			user: 'mover',
			password: 'mover',
			inbox_prefix: '_INBOX_mover',
		});
		const args = ['balance', '--yes', '--json', ...acting('SHOP=mover')];
		const {exitCode, stdout} = await runCli(args, {env: home.env});
		expect(JSON.parse(stdout)).toMatchObject({outcome: 'balanced', locked: [], warnings: []});
		expect(exitCode).toBe(0);
		expect(new Set(await leaders()).size).toBe(3);
	});
});
