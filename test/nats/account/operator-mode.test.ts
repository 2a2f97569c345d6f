import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {credsAuthenticator} from 'nats';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {LocalCluster} from '../../../source/demo/local-cluster.ts';
import {Secret} from '../../../source/nats/access/secret.ts';
import {runCli} from '../../support/run-cli.ts';
import {startTestCluster, everySeries} from '../../support/with-cluster.ts';
import {createOperatorKeys, type OperatorAccount} from '../access/operator-keys.ts';
import {accountApi, type AccountApi} from '../account-api.ts';
import {targetOf} from '../target.ts';
import {electing, watchLocal} from '../watched-cluster.ts';

describe.each(everySeries)('accounts whose names and ids differ on nats-server %s', version => {
	const keys = createOperatorKeys(['SYS', 'SHOP', 'PAY', 'TWIN']);
	const creds = {
		SYS: keys.user({account: 'SYS'}).creds,
		SHOP: keys.user({account: 'SHOP'}).creds,
		PAY: keys.user({account: 'PAY'}).creds,
		TWIN: keys.user({account: 'TWIN'}).creds,
	};
	let local: LocalCluster;
	let shop: AccountApi;
	let pay: AccountApi;
	let twin: AccountApi;
	const folder = mkdtempSync(join(tmpdir(), 'leadertop-creds-'));

	beforeAll(async () => {
		local = await startTestCluster({
			series: version,
			identity: keys.config,
			connectionFor: account => ({
				authenticator: credsAuthenticator(new TextEncoder().encode(creds[nameOf(account)])),
			}),
		});
		await enterEverywhere(local);
		shop = await accountApi(local, 'SHOP');
		pay = await accountApi(local, 'PAY');
		twin = await accountApi(local, 'TWIN');
		for (const api of [shop, pay, twin]) {
			await api.createStream('ORDERS', 3);
			await api.createConsumer('ORDERS', 'all');
		}

		for (const [name, text] of Object.entries(creds)) {
			writeFileSync(credsFile(name), text, {mode: 0o600});
		}
	});

	afterAll(async () => {
		await shop?.close();
		await pay?.close();
		await twin?.close();
		await local?.stop();
		rmSync(folder, {recursive: true});
	});

	const credsFile = (name: string) => join(folder, `${name}.creds`);

	/** Of SHOP and TWIN, whose names are the same. */
	const shown = (account: OperatorAccount) => `SHOP (${keys.ids[account].slice(0, 8)})`;

	const as = (account: OperatorAccount) => ({
		...targetOf(local, 'SHOP'),
		authentication: {
			type: 'creds' as const,
			creds: {text: new Secret(creds[account]), file: undefined},
		},
	});

	it('are shown by name and acted in, given by name or by id', async () => {
		const watched = await watchLocal(local, {
			target: as('SYS'),
			actAs: [
				{account: 'PAY', target: as('PAY')},
				{account: keys.ids.SHOP, target: as('SHOP')},
			],
		});
		const {cluster, view, next} = watched;
		expect(view.groups.size).toBe(6);
		for (const name of ['SHOP', 'PAY'] as const) {
			const id = keys.ids[name];
			for (const each of [...view.groups.values()].filter(({accountId}) => accountId === id)) {
				expect(each.account).toBe(name === 'PAY' ? 'PAY' : shown('SHOP'));
				expect(cluster.permission(each)).toEqual({type: 'allowed'});
				const election = next('leader-elected', electing(each));
				expect(
					await cluster.stepDown({group: each, preferred: undefined, timeoutMs: 5000}),
				).toEqual({type: 'accepted'});
				expect((await election).leader).not.toBe(each.leader);
			}
		}

		await watched.close();
	});

	it('are not taken for each other where they have one name', async () => {
		const ids = [keys.ids.SHOP, keys.ids.TWIN].sort();
		const why = `2 accounts are called SHOP: give one of their ids, ${ids.join(', ')}`;
		const watched = await watchLocal(local, {
			target: as('SYS'),
			actAs: [
				{account: 'SHOP', target: as('SHOP')},
				{account: keys.ids.TWIN, target: as('TWIN')},
			],
		});
		const {cluster, view} = watched;
		await cluster.untilAccessKnown?.(AbortSignal.timeout(10_000));
		const accounts = new Map([...view.groups.values()].map(group => [group.account, group]));
		expect([...accounts.keys()].sort()).toEqual(['PAY', shown('SHOP'), shown('TWIN')].sort());
		const permission = (account: string) => {
			const group = accounts.get(account);
			return group && cluster.permission(group);
		};
		expect(permission(shown('SHOP'))).toEqual({
			type: 'locked',
			missing: `--act-as SHOP=…: ${why}`,
		});
		expect(permission(shown('TWIN'))).toEqual({type: 'allowed'});
		await watched.close();

		const sys = ['--server', local.servers[0]?.clientUrl ?? '', '--creds', credsFile('SYS')];
		const report = JSON.parse((await runCli(['report', '--groups', '--json', ...sys])).stdout) as {
			readonly groups: readonly unknown[];
		};
		expect(report.groups).toContainEqual(
			expect.objectContaining({account: shown('TWIN'), accountId: keys.ids.TWIN}),
		);
		const plan = ['balance', '--dry-run', ...sys];
		const refused = await runCli([...plan, '--account', 'SHOP']);
		expect(refused).toMatchObject({
			exitCode: 2,
			stderr: expect.stringContaining(`--account: ${why}`),
		});
		const actAs = ['--act-as', `${keys.ids.TWIN}=${credsFile('TWIN')}`];
		const taken = await runCli([...plan, '--json', '--account', keys.ids.TWIN, ...actAs]);
		expect(taken.exitCode).toBe(0);
		const ambiguous = await runCli([...plan, '--act-as', `SHOP=${credsFile('SHOP')}`]);
		// Wrapped to the width of a terminal.
		expect(ambiguous.stdout.replaceAll(/\s+/g, ' ')).toContain(why);
	});

	it('are seen and acted in from within', async () => {
		const before = await pay.streamLeader('ORDERS');
		const watched = await watchLocal(local, {target: as('SHOP')});
		const {cluster, view, group, next, until} = watched;
		expect(view.groups.size).toBe(2);
		// Only newer servers tell the name that goes with the id.
		expect(cluster.origin).toMatchObject({
			mode: 'account',
			account: version === 'newest' ? 'SHOP' : keys.ids.SHOP,
		});
		expect(group('ORDERS').accountId).toBe(keys.ids.SHOP);
		for (const each of [group('ORDERS'), group('ORDERS', 'all')]) {
			const election = next('leader-elected', electing(each));
			expect(await cluster.stepDown({group: each, preferred: undefined, timeoutMs: 5000})).toEqual({
				type: 'accepted',
			});
			const {leader} = await election;
			await until('the new leader', () => view.groups.get(each.key)?.leader === leader);
		}

		expect(view.groups.size).toBe(2);
		expect(await pay.streamLeader('ORDERS')).toBe(before);
		await watched.close();
	});
});

function nameOf(account: string): OperatorAccount {
	return account === 'SHOP' || account === 'PAY' || account === 'TWIN' ? account : 'SYS';
}

/**
 * Has every server load both accounts before anything is created in them. A busy server of 2.9 that meets an account by
 * its first stream may load it twice at the same time, and then leaves its streams out of its inventory until it is
 * restarted: one in ten fresh clusters.
 */
async function enterEverywhere(local: LocalCluster): Promise<void> {
	for (const account of ['SHOP', 'PAY', 'TWIN']) {
		for (const {clientUrl} of local.servers) {
			await (await local.connect(account, {servers: clientUrl})).close();
		}
	}
}
