import process from 'node:process';
import {describe, expect, it} from 'vitest';
import {whyNotLeader} from '../../source/domain/fitness.ts';
import {clusterSummaries} from '../../source/session/cluster-summaries.ts';
import {startTestCluster} from '../support/with-cluster.ts';
import {accountApi} from './account-api.ts';
import {watchLocal} from './watched-cluster.ts';

/** From 2.15 on. */
describe('a server that is evacuated', () => {
	it('is named as leaving, and not wanted as a leader, while that lasts', async () => {
		const local = await startTestCluster({
			servers: 5,
			configure: ({name}) => `server_tags: [${name === 'n5' ? 'other' : 'hosts'}]`,
		});
		const shop = await accountApi(local, 'SHOP');
		await shop.createStream('ORDERS', 3, 'hosts');
		const watched = await watchLocal(local);
		const {view, group} = watched;
		await watched.until('the stream', () => view.groups.size === 1);
		const {followers} = group('ORDERS');
		const [evacuated = '', other = ''] = followers.map(({server}) => server);
		const members = new Set([group('ORDERS').leader, evacuated, other]);
		const spare = local.servers.find(({name}) => name !== 'n5' && !members.has(name));
		// A new peer is voted for by three of four: with two of them paused it goes on for as long as they are.
		const paused = [spare, local.servers.find(({name}) => name === other)];
		try {
			for (const server of paused) {
				process.kill(server?.pid ?? expect.unreachable(), 'SIGSTOP');
			}

			const system = await local.connect('SYS');
			await expect
				.poll(
					async () => {
						const body = JSON.stringify({peer: evacuated});
						const answer = await system
							.request('$JS.API.SERVER.EVACUATE', body, {timeout: 2000})
							.catch(() => undefined);
						return answer?.json<{success?: boolean}>().success;
					},
					{timeout: 30_000},
				)
				.toBe(true);
			await system.close();
			await watched.until('its leaving', () => view.leaving.get(evacuated) === 1);
			const leaving = group('ORDERS').followers.find(({server}) => server === evacuated);
			expect(leaving && whyNotLeader(leaving, group('ORDERS'), view.servers)).toBe(
				`${evacuated} is leaving the group`,
			);
			const [summary] = clusterSummaries(view, {
				rules: {threshold: 1.5, countR1: false},
				seesMeta: true,
			});
			expect(summary?.why).toContain(`${evacuated} is leaving 1 group`);
		} finally {
			for (const server of paused) {
				process.kill(server?.pid ?? expect.unreachable(), 'SIGCONT');
			}

			await watched.close();
			await shop.close();
			await local.stop();
		}
	});
});
