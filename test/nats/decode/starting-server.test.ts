import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {createInbox} from 'nats';
import type {LocalCluster} from '../../../source/demo/local-cluster.ts';
import {readInventory, type Inventory} from '../../../source/nats/decode/inventory.ts';
import {everySeries, startTestCluster} from '../../support/with-cluster.ts';
import {accountApi} from '../account-api.ts';

const streams = 40;

describe.each(everySeries)('a server of nats-server %s that starts', series => {
	let local: LocalCluster;
	let hosted: Set<string>;

	beforeAll(async () => {
		local = await startTestCluster({series});
		const shop = await accountApi(local, 'SHOP');
		const names = Array.from({length: streams}, (_, index) => `S${index}`);
		await Promise.all(
			names.map(async stream => {
				await shop.createStream(stream, 3);
				await shop.createConsumer(stream, 'all');
				await shop.createConsumer(stream, 'one', 1);
			}),
		);
		const hosts = await Promise.all(
			names.map(async stream => ({stream, at: await shop.consumerLeader(stream, 'one')})),
		);
		hosted = new Set(hosts.filter(({at}) => at === 'n2').map(({stream}) => stream));
		await shop.close();
	});

	afterAll(async () => {
		await local?.stop();
	});

	it('claims to lead what has not started, and is not believed', async () => {
		await local.stopServer('n2');
		const system = await local.connect('SYS', {servers: [`127.0.0.1:${local.servers[0]?.port}`]});
		const inbox = createInbox();
		const pages: Inventory[] = [];
		const pinnedIn = ({led}: Inventory) => led.filter(({replicas}) => replicas === 1);
		// That all servers are current again is not waited for: on 2.9 a stream may take minutes.
		const isThrough = new Promise<void>(resolve => {
			const take = async (value: unknown) => {
				const page = await readInventory(value, {nameOfNode: () => undefined, withFollowed: false});
				if (page.summary.server.name === 'n2' && !page.summary.disabled) {
					pages.push(page);
					if (page.unstarted === 0 && pinnedIn(page).length === hosted.size) {
						resolve();
					}
				}
			};
			system.subscribe(inbox, {
				callback: (_error, message) => void take(message.json()),
			});
		});
		const asking = setInterval(() => {
			const body = {accounts: true, streams: true, consumer: true, config: true};
			system.publish('$SYS.REQ.SERVER.PING.JSZ', JSON.stringify(body), {reply: inbox});
		}, 10);
		const started = local.startServer('n2').catch(() => undefined);
		await isThrough;
		clearInterval(asking);
		await system.flush();
		await system.close();
		void started;

		expect(pages.some(({unstarted}) => unstarted > 0)).toBe(true);
		for (const page of pages) {
			expect(
				pinnedIn(page).every(({stream, consumer}) => consumer === 'one' && hosted.has(stream)),
			).toBe(true);
		}

		expect(pages.at(-1)).toMatchObject({unstarted: 0, malformed: 0});
	});
});
