import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {startTestCluster, type TestClusterOptions} from './with-cluster.ts';

export type LeafClusters = {
	readonly hub: LocalCluster;
	readonly edge: LocalCluster;
	readonly stop: () => Promise<void>;
};

/**
 * Two clusters joined by leaf nodes, with the system account and SHOP bridged, as Helm charts make them: the servers
 * of both are named nats-0, nats-1 and nats-2, and only the JetStream domain tells them apart.
 */
export async function startLeafClusters(
	series: TestClusterOptions['series'] = 'newest',
): Promise<LeafClusters> {
	const hub = await startTestCluster({series, ...hubOfLeafs});
	try {
		const edge = await startTestCluster({series, ...edgeOf(hub)});
		return {
			hub,
			edge,
			async stop() {
				await edge.stop();
				await hub.stop();
			},
		};
	} catch (error) {
		await hub.stop();
		throw error;
	}
}

const common = {servers: ['nats-0', 'nats-1', 'nats-2'], accounts: [{name: 'SHOP'}]};

export const hubOfLeafs: TestClusterOptions = {
	...common,
	name: 'nats',
	domain: 'hub',
	extraPorts: 1,
	configure: ({extraPorts}) => `leafnodes {listen: "127.0.0.1:${extraPorts[0]}"}`,
};

export function edgeOf(hub: LocalCluster): TestClusterOptions {
	return {...common, name: 'nats-edge', domain: 'edge', configure: () => leafRemotes(hub)};
}

/** The leaf nodes of a cluster that joins `hub` in its system account and in SHOP. */
export function leafRemotes(hub: LocalCluster): string {
	const remotes = ['SYS', 'SHOP'].map(account => {
		const user = account.toLowerCase();
		const urls = hub.servers.map(
			({extraPorts}) => `"nats://${user}:${user}@127.0.0.1:${extraPorts[0]}"`,
		);
		return `{urls: [${urls.join(', ')}], account: ${account}}`;
	});
	return `leafnodes {remotes: [${remotes.join(', ')}]}`;
}
