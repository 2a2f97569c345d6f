import type {LocalCluster} from '../../source/demo/local-cluster.ts';

/**
 * Starts a server and waits until it is seen to be back. That all of its replicas catch up is not the point then: streams
 * and consumers of 2.9, and the meta group of 2.10, can stay behind for good after a stop.
 */
export async function startSeen(
	local: LocalCluster,
	name: string,
	seen: Promise<void>,
): Promise<void> {
	const enough = new AbortController();
	const started = local.startServer(name, {signal: enough.signal}).catch(() => undefined);
	await seen;
	enough.abort();
	await started;
}
