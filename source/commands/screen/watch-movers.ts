import type {ClaimHolder, Cluster} from '../../cluster.ts';
import type {ClusterView} from '../../state/cluster-view.ts';

export type Movers = {
	/** Who runs moves on a cluster, or keeps it even, in words; undefined: nobody that is known. */
	readonly moverOf: (clusterName: string) => string | undefined;
	readonly end: () => void;
};

/** Follows who is at work on the clusters that are asked about. */
export function watchMovers(cluster: Cluster, view: ClusterView, onChange: () => void): Movers {
	const holders = new Map<string, ClaimHolder | undefined>();
	const endings: Array<() => void> = [];

	function follow(name: string): void {
		holders.set(name, undefined);
		const ending = cluster.watchClaims?.(name, holder => {
			const before = holders.get(name);
			holders.set(name, holder);
			if (before?.who !== holder?.who || before?.purpose !== holder?.purpose) {
				onChange();
			}
		});
		if (ending) {
			endings.push(ending);
		}
	}

	return {
		moverOf(name) {
			if (!holders.has(name) && view.clusters.has(name)) {
				follow(name);
			}

			const holder = holders.get(name);
			return holder && `${holder.purpose === 'keep' ? 'kept even' : 'moves'} by ${holder.who}`;
		},
		end() {
			for (const ending of endings) {
				ending();
			}
		},
	};
}
