import {openClusterAt} from '../../source/session/open-cluster.ts';
import {isComplete} from '../../source/session/see-once.ts';
import type {Cluster} from '../../source/cluster.ts';
import {createAssets, type StreamPlan} from '../../source/demo/create-assets.ts';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {skew} from '../../source/demo/skew.ts';
import {createStore, type Store} from '../../source/state/store.ts';
import {type Series, startTestCluster} from '../../test/support/with-cluster.ts';
import {giveWay} from './give-way.ts';

/** A cluster of real servers that benchmarks share, one after the other. They leave it settled. */
export type Stage = {
	readonly title: string;
	readonly local: LocalCluster;
	readonly streams: readonly StreamPlan[];
	/** All of them have three replicas. */
	readonly groups: number;
	/** Addresses as `openClusterAt` and the CLI take them. */
	readonly access: {readonly url: string; readonly actAs: readonly string[]};
	/** leadertop's own view of the cluster, complete. The caller closes the cluster. */
	readonly watch: () => Promise<Watched>;
	/** Restarts a server, which leads nothing then. */
	readonly skew: () => Promise<void>;
	readonly stop: () => Promise<void>;
};

export type Watched = {readonly cluster: Cluster; readonly store: Store};

/** In the order in which they are built: the large one keeps both of its developer's cores busy while it rests. */
export const stageNames = ['old', 'small', 'large'] as const;

export type StageName = (typeof stageNames)[number];

const stages: Readonly<Record<StageName, {readonly series: Series; readonly streams: number}>> = {
	old: {series: '2.10', streams: 100},
	small: {series: 'newest', streams: 100},
	large: {series: 'newest', streams: 1000},
};

const consumersPerStream = 2;
const accounts = ['SHOP', 'PAY'];

export async function startStage(name: StageName): Promise<Stage> {
	const {series, streams: count} = stages[name];
	const groups = count * (1 + consumersPerStream);
	const local = await startTestCluster({
		series,
		accounts: accounts.map(account => ({name: account})),
	});
	const serversGiveWay = async () => {
		await giveWay(local.servers.map(({pid}) => pid).filter(pid => pid !== undefined));
	};
	try {
		const streams = await createAssets(local, {plan: memoryStreams(count)});
		await serversGiveWay();
		const access = {
			url: local.systemUrl,
			actAs: accounts.map(account => `${account}=${local.url(account)}`),
		};
		return {
			title: `${groups.toLocaleString('en')} groups on 3 servers of series ${series}`,
			local,
			streams,
			groups,
			access,
			watch: async () => watchAll(await openClusterAt(access.url, access.actAs), groups),
			async skew() {
				await skew(local);
				await serversGiveWay();
			},
			stop: local.stop,
		};
	} catch (error) {
		await local.stop();
		throw error;
	}
}

/** Streams in memory with three replicas, and consumers on them; no two streams have the same name. */
function memoryStreams(count: number): StreamPlan[] {
	return Array.from({length: count}, (_, index) => {
		const name = `S${String(index + 1).padStart(4, '0')}`;
		return {
			account: accounts[index % accounts.length] ?? '',
			name,
			subject: `${name.toLowerCase()}.>`,
			replicas: 3,
			storage: 'memory',
			consumers: Array.from({length: consumersPerStream}, (_, number) => `C${number + 1}`),
		};
	});
}

async function watchAll(cluster: Cluster, groups: number): Promise<Watched> {
	const store = createStore();
	cluster.watch(store.apply);
	await new Promise<void>((resolve, reject) => {
		const timer = setTimeout(() => {
			end();
			reject(new Error(`No complete view within ${viewTimeoutMs / 1000} s`));
		}, viewTimeoutMs);
		const unsubscribe = store.subscribe(check);
		check();

		function check() {
			if (isComplete(store.view) && store.view.groups.size >= groups) {
				end();
				resolve();
			}
		}

		function end() {
			clearTimeout(timer);
			unsubscribe();
		}
	});
	return {cluster, store};
}

const viewTimeoutMs = 30_000;
