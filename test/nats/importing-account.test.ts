import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {groupKey} from '../../source/domain/raft-group.ts';
import {runCli} from '../support/run-cli.ts';
import {everySeries, startTestCluster} from '../support/with-cluster.ts';
import {accountApi} from './account-api.ts';
import {targetOf} from './target.ts';
import {electing, watchLocal} from './watched-cluster.ts';

const importing = 'imports: [{service: {account: SYS, subject: "$SYS.REQ.>"}}]';

describe.each(everySeries)('an account that imports $SYS.REQ.> on nats-server %s', series => {
	let local: LocalCluster;

	beforeAll(async () => {
		local = await startTestCluster({
			series,
			accounts: [{name: 'SHOP'}, {name: 'PAY'}, {name: 'MON', jetStream: false}],
			identity: `
accounts {
	SYS: {users: [{user: sys, password: sys}], exports: [{service: "$SYS.REQ.>", response: stream}]}
	SHOP: {jetstream: enabled, users: [{user: shop, password: shop}], ${importing}}
	PAY: {jetstream: enabled, users: [{user: pay, password: pay}]}
	MON: {users: [{user: mon, password: mon}], ${importing}}
}
system_account: SYS`,
		});
		for (const account of ['SHOP', 'PAY']) {
			const api = await accountApi(local, account);
			await api.createStream(`${account}1`, 3);
			await api.close();
		}
	});

	afterAll(async () => {
		await local?.stop();
	});

	it('is told from the system account, and acts in itself', async () => {
		const watched = await watchLocal(local, {target: targetOf(local, 'SHOP')});
		const {cluster, group, next} = watched;
		expect(cluster.origin).toMatchObject({mode: 'system', importingAccount: 'SHOP'});
		expect(cluster.metaPermission('demo')).toEqual({
			type: 'locked',
			missing: expect.stringMatching(/^account SHOP imports .* connect as a user of it/),
		});
		const answer = await cluster.stepDownMetaLeader({
			cluster: group('SHOP1').cluster,
			preferred: undefined,
			timeoutMs: 1000,
		});
		expect(answer).toMatchObject({type: 'refused', code: undefined});

		expect(cluster.permission(group('PAY1'))).toMatchObject({type: 'locked'});
		expect(cluster.permission(group('SHOP1'))).toEqual({type: 'allowed'});
		const before = group('SHOP1');
		const election = next('leader-elected', electing(before));
		await cluster.stepDown({group: before, preferred: undefined, timeoutMs: 5000});
		expect((await election).leader).not.toBe(before.leader);
		await watched.close();
	});

	it('follows elections of other accounts by inventories', async () => {
		const watched = await watchLocal(local, {target: targetOf(local, 'SHOP')});
		const pay = await accountApi(local, 'PAY');
		const {key, leader} = watched.group('PAY1');
		await pay.connection.request('$JS.API.STREAM.LEADER.STEPDOWN.PAY1', '', {timeout: 5000});
		while (['', leader].includes(await pay.streamLeader('PAY1').catch(() => ''))) {
			// Until the next one is elected.
		}

		// The routine inventories find it as well, after half a minute where servers are busy.
		await watched.cluster.refresh();

		await watched.until('the next leader', () => {
			const now = watched.view.groups.get(key)?.leader;
			return now !== undefined && now !== leader;
		});
		const heard = watched.events.filter(event => event.type === 'leader-elected');
		expect(heard.map(event => groupKey(event.group))).not.toContain(key);
		await pay.close();
		await watched.close();
	});

	it('says so in a report, also without JetStream of its own', async () => {
		const server = ['--server', local.url('MON')];
		const table = await runCli(['report', ...server]);
		expect(table.stdout).toMatch(/^account MON, which imports the system services: /);
		const json = JSON.parse((await runCli(['report', '--json', ...server])).stdout) as unknown;
		expect(json).toMatchObject({
			mode: 'system',
			importingAccount: 'MON',
			complete: true,
			missing: [],
		});
		const system = await runCli(['report', '--json', '--server', local.url('SYS')]);
		expect(JSON.parse(system.stdout)).not.toHaveProperty('importingAccount');
	});
});
