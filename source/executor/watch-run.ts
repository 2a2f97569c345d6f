import type {Cluster} from '../cluster.ts';
import type {ClusterEvent} from '../domain/cluster-event.ts';
import type {AdaptiveWindow} from './limits.ts';
import type {Clock} from '../time/clock.ts';
import type {FlightPool} from './flight-pool.ts';
import type {RunGuard} from './run-guard.ts';
import type {StopReason} from './reasons.ts';

export type WatchParts = {
	readonly cluster: Cluster;
	readonly pool: FlightPool;
	readonly guard: RunGuard;
	readonly window: AdaptiveWindow;
	readonly clock: Clock;
	readonly stop: (reason: StopReason) => void;
};

/** Lets a run see what happens in the cluster. Returns the way to end it. */
export function watchRun({cluster, pool, guard, window, clock, stop}: WatchParts): () => void {
	return cluster.watch(event => {
		pool.deliver(event);
		if (tellsMore(event)) {
			// Whoever keeps the picture may listen after us: look into it once everybody has heard.
			queueMicrotask(() => {
				look(event);
			});
		}
	});

	function look(event: ClusterEvent): void {
		const reason = guard.whyStop(event, pool.moves());
		if (reason) {
			stop(reason);
		}

		if (event.type === 'groups-reported' || event.type === 'look-completed') {
			pool.lookAtPicture();
			if (guard.newlyLeaderless(pool.moves()).length > 0) {
				window.onTrouble(clock.now(), clock.now());
			}
		}
	}
}

/** Requests and elections come by the hundred, and elections are told in full by themselves. */
function tellsMore(event: ClusterEvent): boolean {
	return event.type !== 'leader-elected' && event.type !== 'step-down-requested';
}
