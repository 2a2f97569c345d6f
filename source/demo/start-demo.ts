import {type AssetProgress, createAssets, demoAccounts, type StreamPlan} from './create-assets.ts';
import type {LocalCluster} from './local-cluster.ts';
import {resolveNatsServer} from './resolve-nats-server.ts';
import type {NatsServerBinary, ResolveEvent} from './server-source.ts';
import {skew, type Skewed} from './skew.ts';
import {startCluster} from './start-cluster.ts';
import {startTraffic, type Traffic} from './start-traffic.ts';

export type DemoOptions = {
	/** Default: 3. */
	readonly servers?: number;
	readonly streams?: number;
	readonly consumersPerStream?: number;
	/** The user's own nats-server. */
	readonly natsServer?: string;
	readonly onProgress?: (progress: DemoProgress) => void;
	readonly signal?: AbortSignal;
};

export type DemoProgress =
	| {readonly type: 'server'; readonly event: ResolveEvent}
	| {readonly type: 'starting'; readonly servers: number; readonly version: string}
	| ({readonly type: 'assets'} & AssetProgress)
	| {readonly type: 'restart'; readonly step: 'stopped' | 'started'; readonly server: string};

export type Demo = {
	readonly binary: NatsServerBinary;
	readonly cluster: LocalCluster;
	readonly streams: readonly StreamPlan[];
	readonly traffic: Traffic;
	/** Undefined for fewer than three servers. */
	readonly skewed: Skewed | undefined;
	/** Ends all of it. May be called again. */
	readonly stop: () => Promise<void>;
};

/**
 * A cluster with streams, consumers and traffic, skewed by a restart.
 * @throws the errors of its parts; nothing is left behind then
 */
export async function startDemo({
	servers = 3,
	streams: count,
	consumersPerStream,
	natsServer,
	onProgress = () => {},
	signal,
}: DemoOptions = {}): Promise<Demo> {
	const binary = await resolveNatsServer({
		path: natsServer,
		signal,
		onProgress(event) {
			onProgress({type: 'server', event});
		},
	});
	onProgress({type: 'starting', servers, version: binary.version});
	const cluster = await startCluster({
		binary: binary.path,
		servers,
		accounts: demoAccounts,
		signal,
	});
	let traffic: Traffic | undefined;
	const stop = async () => {
		await traffic?.stop();
		await cluster.stop();
	};

	try {
		const streams = await createAssets(cluster, {
			streams: count,
			consumersPerStream,
			signal,
			onProgress(progress) {
				onProgress({type: 'assets', ...progress});
			},
		});
		traffic = await startTraffic(cluster, streams);
		const skewed =
			servers < 3
				? undefined
				: await skew(cluster, {
						signal,
						onProgress(step, server) {
							onProgress({type: 'restart', step, server});
						},
					});
		return {binary, cluster, streams, traffic, skewed, stop};
	} catch (error) {
		await stop();
		throw error;
	}
}
