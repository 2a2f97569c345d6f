import type {ClusterEvent} from '../domain/cluster-event.ts';
import {leadersOf} from '../domain/distribution.ts';
import type {SnapshotRecord} from '../domain/snapshot.ts';
import {hasJetStream} from '../domain/server.ts';
import type {ClusterView} from './cluster-view.ts';
import {emptyKnowledge, type Knowledge} from './knowledge.ts';
import {missingInventories} from './completeness.ts';
import {reduceEvent} from './reduce-event.ts';
import {restoreRecord, snapshotOf} from './snapshot.ts';
import {viewOf} from './view-of.ts';

/** What leadertop knows, kept up to date by events. It knows nothing of who looks at it. */
export type Store = {
	/** Always the same object; its content changes in place. */
	readonly view: ClusterView;
	readonly apply: (event: ClusterEvent) => void;
	/** Calls back after each event that changed something. Returns the way to end it. */
	readonly subscribe: (listener: () => void) => () => void;
	/** Sets who else moves leaders of a cluster now, in words; undefined if unknown. */
	readonly setMover: (cluster: string, mover: string | undefined) => void;
	/** All that is known, as data that does not change any more. */
	readonly snapshot: () => SnapshotRecord[];
	/** Forgets all and takes these in instead; who leads what is compared with stays, where it was set. */
	readonly restore: (records: Iterable<SnapshotRecord>) => void;
	/** Sets what the leaders are compared with: a distribution from elsewhere, or else the present one. */
	readonly setBaseline: (leaders?: ReadonlyMap<string, number>) => void;
};

export function createStore(): Store {
	const knowledge = emptyKnowledge();
	let chosenBaseline: ReadonlyMap<string, number> | undefined;
	const view = viewOf(knowledge);
	const listeners = new Set<() => void>();

	const changed = () => {
		knowledge.revision++;
		for (const listener of listeners) {
			listener();
		}
	};

	return {
		view,
		apply(event) {
			knowledge.now = Math.max(knowledge.now, event.at);
			if (reduceEvent(knowledge, event)) {
				knowledge.baseline ??= firstBaseline(knowledge);
				changed();
			}
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		setMover(cluster, mover) {
			if (mover === undefined) {
				knowledge.movers.delete(cluster);
			} else {
				knowledge.movers.set(cluster, mover);
			}

			changed();
		},
		snapshot: () => snapshotOf(knowledge),
		restore(records) {
			// Both only ever grow, so that caches keyed by them stay right.
			const {revision, serversPlanRevision} = knowledge;
			const plans = knowledge.ledger.planRevision + serversPlanRevision;
			Object.assign(knowledge, emptyKnowledge(), {revision, serversPlanRevision: plans + 1});
			for (const record of records) {
				restoreRecord(knowledge, record);
			}

			knowledge.baseline = chosenBaseline ?? knowledge.baseline;
			changed();
		},
		setBaseline(leaders = presentLeaders(knowledge)) {
			chosenBaseline = leaders;
			knowledge.baseline = leaders;
			changed();
		},
	};
}

/** The present leaders once the inventory of every server with JetStream has been seen. */
function firstBaseline(knowledge: Knowledge): ReadonlyMap<string, number> | undefined {
	const anybody = [...knowledge.servers.values()].some(({state}) => hasJetStream[state]);
	const complete = anybody && missingInventories(knowledge).length === 0;
	return complete ? presentLeaders(knowledge) : undefined;
}

function presentLeaders({servers, ledger}: Knowledge): ReadonlyMap<string, number> {
	return new Map(
		[...servers.keys()].map(name => [name, leadersOf(ledger.census.leaders.get(name))]),
	);
}
