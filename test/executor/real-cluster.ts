import type {NatsConnection} from 'nats';
import type {Cluster} from '../../source/cluster.ts';
import {createAssets} from '../../source/demo/create-assets.ts';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import type {GroupIdentity, GroupKey} from '../../source/domain/raft-group.ts';
import {openNatsCluster} from '../../source/nats/open-nats-cluster.ts';
import {createStore, type Store} from '../../source/state/store.ts';
import {targetOf} from '../nats/target.ts';
import {startTestCluster, type Series, type TestClusterOptions} from '../support/with-cluster.ts';

/** Real servers with 60 groups on them, watched and acted on as leadertop does, and a second pair of eyes. */
export type RealCluster = {
	readonly servers: LocalCluster;
	readonly cluster: Cluster;
	readonly store: Store;
	/** Resolves as soon as the store says so. */
	readonly until: (isSo: () => boolean) => Promise<void>;
	/** Asks the account's own JetStream API who leads, over a connection that leadertop has no part in. */
	readonly leaderOf: (group: GroupIdentity) => Promise<string | undefined>;
	/** The leaders of all groups that leadertop knows, asked so. */
	readonly leaders: () => Promise<Map<GroupKey, string | undefined>>;
	/** How many replicated groups a server leads, asked so. */
	readonly leadersAt: (server: string) => Promise<number>;
	readonly stop: () => Promise<void>;
};

const accounts = ['SHOP', 'PAY'];

export async function realCluster(
	series: Series | readonly Series[],
	options: TestClusterOptions = {},
): Promise<RealCluster> {
	const servers = await startTestCluster({series, ...options});
	try {
		return await watchedCluster(servers);
	} catch (error) {
		await servers.stop();
		throw error;
	}
}

async function watchedCluster(servers: LocalCluster): Promise<RealCluster> {
	await createAssets(servers, {streams: 20, consumersPerStream: 2});
	const cluster = await openNatsCluster({
		target: targetOf(servers, 'SYS'),
		actAs: accounts.map(account => ({account, target: targetOf(servers, account)})),
	});
	const store = createStore();
	const unwatch = cluster.watch(store.apply);
	const eyes = new Map<string, NatsConnection>();
	for (const account of accounts) {
		eyes.set(account, await servers.connect(account));
	}

	async function until(isSo: () => boolean): Promise<void> {
		await new Promise<void>(resolve => {
			const look = () => {
				if (isSo()) {
					unsubscribe();
					resolve();
				}
			};
			const unsubscribe = store.subscribe(look);
			look();
		});
	}

	async function leaderOf({accountId, stream, consumer}: GroupIdentity) {
		const subject =
			consumer === undefined ? `STREAM.INFO.${stream}` : `CONSUMER.INFO.${stream}.${consumer}`;
		const answer = await eyes.get(accountId)?.request(`$JS.API.${subject}`, '', {timeout: 5000});
		return answer?.json<{cluster?: {leader?: string}}>().cluster?.leader;
	}

	async function leaders() {
		const leaders = new Map<GroupKey, string | undefined>();
		for (const group of store.view.groups.values()) {
			leaders.set(group.key, await leaderOf(group));
		}

		return leaders;
	}

	await until(
		() =>
			store.view.servers.size === servers.servers.length &&
			store.view.missing.length === 0 &&
			store.view.groups.size === 60,
	);
	return {
		servers,
		cluster,
		store,
		until,
		leaderOf,
		leaders,
		async leadersAt(server) {
			const led = [...(await leaders())].filter(([, leader]) => leader === server);
			return led.filter(([key]) => (store.view.groups.get(key)?.replicas ?? 1) > 1).length;
		},
		async stop() {
			unwatch();
			await cluster.close();
			await Promise.all([...eyes.values()].map(async connection => connection.close()));
			await servers.stop();
		},
	};
}
