import {distributionOf, type CountingRules} from '../domain/distribution.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import {leadersOf} from '../state/leaders-of.ts';
import type {Store} from '../state/store.ts';
import {onceComplete} from './once-complete.ts';

/** How it was when the first complete picture stood: whatever baseline is set later. */
export type SessionStart = {
	/** Epoch in ms. */
	readonly at: number;
	/** Leaders by server. */
	readonly leaders: ReadonlyMap<string, number>;
	/** The fullest server's ratio, by cluster. */
	readonly skew: ReadonlyMap<string, number>;
};

/** Remembers the first complete picture. Returns the way to ask for it; undefined before. */
export function rememberStart(
	store: Pick<Store, 'view' | 'subscribe'>,
	rules: CountingRules,
): () => SessionStart | undefined {
	let start: SessionStart | undefined;
	onceComplete(store, () => {
		const {view} = store;
		const {servers, counts, clusters, now} = view;
		start = {
			at: now,
			leaders: new Map([...servers.keys()].map(name => [name, leadersOf(counts.get(name))])),
			skew: new Map([...clusters.keys()].map(name => [name, skewOf(view, name, rules)])),
		};
	});
	return () => start;
}

/** The fullest server of a cluster against the average. */
export function skewOf(
	{servers, counts}: Pick<ClusterView, 'servers' | 'counts'>,
	cluster: string,
	rules: CountingRules,
): number {
	const members = [...servers.values()].filter(server => server.cluster === cluster);
	return distributionOf(cluster, members, counts, rules).maxRatio;
}
