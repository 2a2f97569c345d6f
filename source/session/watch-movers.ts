import type {ClaimHolder, Cluster} from '../cluster.ts';
import type {ClusterView} from '../state/cluster-view.ts';

/**
 * Follows who runs moves on the clusters that are asked about, or keeps them even; `moverOf` says it in words, undefined
 * where no other process is known.
 * @param onChange called with a cluster's name and the words for the leadertop at work there now
 */
export function watchMovers(
	cluster: Cluster,
	view: ClusterView,
	onChange: (clusterName: string, mover: string | undefined) => void,
): {readonly moverOf: (clusterName: string) => string | undefined; readonly end: () => void} {
	const holders = new Map<string, ClaimHolder | undefined>();
	const endings: Array<() => void> = [];

	function follow(name: string): void {
		holders.set(name, undefined);
		const ending = cluster.watchClaims?.(name, holder => {
			const before = holders.get(name);
			holders.set(name, holder);
			if (before?.who !== holder?.who || before?.purpose !== holder?.purpose) {
				onChange(name, wordsFor(holder));
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

			return wordsFor(holders.get(name));
		},
		end() {
			for (const ending of endings) {
				ending();
			}
		},
	};
}

function wordsFor(holder: ClaimHolder | undefined): string | undefined {
	return holder && `${holder.purpose === 'keep' ? 'kept even' : 'moves'} by ${holder.who}`;
}
