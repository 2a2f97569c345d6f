import type {Cluster} from '../../cluster.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import {createStore} from '../../state/store.ts';

/** A server that is busy with 100,000 groups needs seconds to list them. */
const lookTimeoutMs = 15_000;

/**
 * Watches until the picture is complete, or as far as it got by the deadline.
 * @returns what was seen; `missing` in it names the servers that did not tell
 */
export async function lookOnce(cluster: Cluster, timeoutMs = lookTimeoutMs): Promise<ClusterView> {
	const store = createStore();
	await new Promise<void>(resolve => {
		const timer = setTimeout(end, timeoutMs);
		const unwatch = cluster.watch(event => {
			store.apply(event);
			if (isComplete(store.view)) {
				end();
			}
		});

		function end() {
			clearTimeout(timer);
			unwatch();
			resolve();
		}
	});
	return store.view;
}

/** Whether every server that has JetStream has told what it leads. */
export function isComplete({servers, missing}: ClusterView): boolean {
	return servers.size > 0 && missing.length === 0;
}
