import type {Cluster} from '../cluster.ts';
import type {ClusterEvent} from '../domain/cluster-event.ts';
import {messageOf, UsageError} from '../session/errors.ts';
import {createStore} from '../state/store.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import {onAbort} from '../time/abort.ts';
import {sleep, Wakeup} from '../time/sleep.ts';

/** A cluster that is being watched now. */
export type Sight = {
	readonly cluster: Cluster;
	readonly view: ClusterView;
	/** Whether every server was heard once, or had its time to answer. */
	readonly isWhole: () => boolean;
	/** When a server said something last, epoch in ms; undefined before the first word. */
	readonly heardAt: () => number | undefined;
};

type WatchParts = {
	readonly open: () => Promise<Cluster>;
	readonly intervalMs: number;
	/** How long servers may take for their first inventory. */
	readonly timeoutMs: number;
	readonly onSight: (sight: Sight) => void;
	/** Called after each event that changed something. */
	readonly onChange: (view: ClusterView) => void;
	/** Nothing is in sight, and why. */
	readonly onBlind: (reason: string) => void;
	readonly signal: AbortSignal;
};

/** How long to wait before connecting again, in ms. */
const retryMs = 2000;

/**
 * Watches a cluster until the signal aborts, and connects again and again where no server can be reached.
 * @throws UsageError when the way to the cluster can never work
 */
export async function watchForGood(parts: WatchParts): Promise<void> {
	const {signal, onBlind} = parts;
	while (!signal.aborted) {
		try {
			await watchOnce(parts);
		} catch (error) {
			if (error instanceof UsageError) {
				throw error;
			}

			onBlind(messageOf(error));
		}

		await sleep(signal.aborted ? 0 : retryMs, signal);
	}
}

/** Watches until the connection is closed for good, or the signal aborts. */
async function watchOnce(parts: WatchParts): Promise<void> {
	const {open, intervalMs, timeoutMs, signal} = parts;
	const cluster = await open();
	const wakeup = new Wakeup();
	const stopWaking = onAbort(signal, wakeup.wake);
	try {
		const {view, apply, subscribe} = createStore();
		const isDueAt = performance.now() + timeoutMs;
		let heardAt: number | undefined;
		let isWhole = false;
		cluster.setIntervalMs(intervalMs);
		subscribe(() => {
			parts.onChange(view);
		});
		const unwatch = cluster.watch(event => {
			heardAt = isWordOfServer(event) ? event.at : heardAt;
			apply(event);
			isWhole ||= view.clusters.size > 0 && view.missing.length === 0;
			if (view.connection.state === 'closed') {
				wakeup.wake();
			}
		});
		parts.onSight({
			cluster,
			view,
			isWhole: () => isWhole || (view.clusters.size > 0 && performance.now() >= isDueAt),
			heardAt: () => heardAt,
		});
		await wakeup.sleep();
		unwatch();
		if (!signal.aborted) {
			parts.onBlind(view.connection.detail ?? 'the connection was closed');
		}
	} finally {
		stopWaking();
		await cluster.close();
	}
}

function isWordOfServer(event: ClusterEvent): boolean {
	return event.type === 'servers-reported'
		? event.servers.length > 0
		: event.type === 'groups-reported' || event.type === 'leader-elected';
}
