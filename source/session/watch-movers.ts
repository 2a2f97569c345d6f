import type {ClaimHolder, Cluster, NoticeBoard} from '../cluster.ts';
import {drainedBy, type ClusterNotice} from '../domain/roll/notice.ts';
import {currentUser} from '../executor/audit.ts';
import type {ClusterView} from '../state/cluster-view.ts';

/** What other leadertops do on the clusters that are asked about, and what this one tells them. */
export type Movers = {
	/** Who runs moves there, or keeps it even, in words; undefined where no other process is known. */
	readonly moverOf: (clusterName: string) => string | undefined;
	/** The roll of another process there. */
	readonly rollOf: (clusterName: string) => ClusterNotice | undefined;
	/** What others keep empty, in all clusters: `user@host` by server name. */
	readonly drained: () => ReadonlyMap<string, string>;
	/** Tells others what is kept empty here, and the roll that is conducted here. */
	readonly tell: (drained: ReadonlySet<string>, roll?: ClusterNotice['roll']) => void;
	readonly end: () => Promise<void>;
};

/** @param onChange called with a cluster's name and the words for the leadertop at work there now */
export function watchMovers(
	cluster: Cluster,
	view: ClusterView,
	onChange: (clusterName: string, mover: string | undefined) => void,
): Movers {
	const holders = new Map<string, ClaimHolder | undefined>();
	const boards = new Map<string, NoticeBoard>();
	const endings: Array<() => void> = [];

	function follow(name: string): void {
		if (holders.has(name) || !view.clusters.has(name)) {
			return;
		}

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

		const board = cluster.notices?.(name, currentUser(), () => {
			onChange(name, wordsFor(holders.get(name)));
		});
		if (board) {
			boards.set(name, board);
		}
	}

	function rollOf(name: string): ClusterNotice | undefined {
		return boards
			.get(name)
			?.others()
			.find(({roll}) => roll !== undefined);
	}

	return {
		moverOf(name) {
			follow(name);
			const rolling = rollOf(name);
			return rolling ? `roll by ${rolling.who}` : wordsFor(holders.get(name));
		},
		rollOf,
		drained: () => drainedBy([...boards.values()].flatMap(board => board.others())),
		tell(drained, roll) {
			for (const name of view.clusters.keys()) {
				const own = [...drained].filter(server => view.servers.get(server)?.cluster === name);
				if (own.length > 0) {
					follow(name);
				}

				boards.get(name)?.tell({drained: own, roll});
			}
		},
		async end() {
			for (const ending of endings) {
				ending();
			}

			await Promise.all(Array.from(boards.values(), async board => board.end()));
		},
	};
}

function wordsFor(holder: ClaimHolder | undefined): string | undefined {
	return holder && `${holder.purpose === 'keep' ? 'kept even' : 'moves'} by ${holder.who}`;
}
