import type {Cluster} from '../cluster.ts';
import {keepsUp} from '../domain/fitness.ts';
import type {Follower} from '../domain/raft-group.ts';
import {settlingMs} from '../domain/server-restart.ts';
import {answers, hasJetStream} from '../domain/server.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import {createStore, type Store} from '../state/store.ts';
import {onAbort} from '../time/abort.ts';
import {sleep, Wakeup} from '../time/sleep.ts';

/**
 * Watches until every server has listed what it leads, or until answers cease.
 * @param timeoutMs how long to wait for servers that do not answer
 * @returns what was seen; `missing` in it names the servers that sent no inventory
 */
export async function seeOnce(cluster: Cluster, timeoutMs: number): Promise<ClusterView> {
	const {view, unwatch} = await watchCluster(cluster, {timeoutMs, judgesStops: true});
	unwatch();
	return view;
}

/** A cluster that is being watched: the view follows it until `unwatch`. */
export type Watched = Pick<Store, 'view' | 'snapshot'> & {readonly unwatch: () => void};

type WatchOptions = {
	/** How long to wait for servers that do not answer. */
	readonly timeoutMs: number;
	/** When aborted, it resolves with what has been seen by then. */
	readonly signal?: AbortSignal;
	/** Whether ok-to-stop verdicts are needed: they take a second inventory where a server has just started. */
	readonly judgesStops?: boolean;
};

/** Like `seeOnce`, but goes on watching. Takes a second inventory when a follower is behind or a group has no leader. */
export async function watchCluster(
	cluster: Cluster,
	{timeoutMs, signal, judgesStops = false}: WatchOptions,
): Promise<Watched> {
	const {view, apply, subscribe, snapshot} = createStore();
	let lastInventoryAt = performance.now();
	const unwatch = cluster.watch(event => {
		const isInventory = event.type === 'groups-reported' || event.type === 'look-completed';
		if (isInventory && view.missing.includes(event.server)) {
			lastInventoryAt = performance.now();
		}

		apply(event);
	});
	const wakeup = new Wakeup();
	const stopWaking = [subscribe(wakeup.wake), onAbort(signal, wakeup.wake)];
	const isOver = () => isComplete(view) || signal?.aborted === true;
	while (!isOver()) {
		const leftMs = lastInventoryAt + patienceMs(view, timeoutMs) - performance.now();
		if (leftMs <= 0) {
			break;
		}

		await wakeup.sleepFor(leftMs);
	}

	stopWaking.forEach(stop => {
		stop();
	});
	const gapMs = isComplete(view) ? secondInventoryMs(view, judgesStops) : 0;
	if (!signal?.aborted && gapMs > 0) {
		await sleep(lastInventoryAt + gapMs - performance.now(), signal);
		await cluster.refresh(signal);
	}

	return {view, snapshot, unwatch};
}

/** A server that answers, and is busy with 100,000 groups, needs seconds to list them. */
const listingMs = 15_000;

function patienceMs({missing, servers}: ClusterView, timeoutMs: number): number {
	const isListing = missing.some(name => hasJetStream[servers.get(name)?.state ?? 'silent']);
	return isListing ? Math.max(timeoutMs, listingMs) : timeoutMs;
}

/** Long enough for a rate to be measured, in ms. */
const rateGapMs = 1000;

/** How long after the last inventory a second one is worth it, in ms; 0 where one is enough. */
function secondInventoryMs(view: ClusterView, judgesStops: boolean): number {
	return judgesStops && hasJustStarted(view) ? settlingMs : mayPass(view) ? rateGapMs : 0;
}

/** JetStream may come up this late after a server's start: the server reads back all that it stores first. */
const youngMs = 5 * 60_000;

/** What leaders report about replicas on a server that has just started may be from before its restart. */
function hasJustStarted({servers, now}: ClusterView): boolean {
	return [...servers.values()].some(
		({state, startedAt}) =>
			hasJetStream[state] && startedAt !== undefined && now - startedAt < youngMs,
	);
}

/**
 * Whether one inventory leaves a doubt: is a follower lagging, or does it keep up with a busy group (rates take two)?
 * Has a group lost its leader, or is it electing?
 */
function mayPass({servers, groups, leaderless, metaGroups}: ClusterView): boolean {
	const isUp = ({server, online}: Follower) =>
		online && answers[servers.get(server)?.state ?? 'online'];
	const metaFollowers = [...metaGroups.values()].flatMap(({followers}) => followers);
	return (
		leaderless.size > 0 ||
		metaFollowers.some(follower => isUp(follower) && !follower.current) ||
		[...groups.values()].some(group =>
			group.followers.some(follower => isUp(follower) && !keepsUp(follower, group)),
		)
	);
}

/** Whether every server with JetStream has listed what it leads. */
export function isComplete({servers, missing}: ClusterView): boolean {
	return servers.size > 0 && missing.length === 0;
}

/** Calls `act` once, with the first complete view. */
export function onceComplete(
	{view, subscribe}: Pick<Store, 'view' | 'subscribe'>,
	act: () => void,
): void {
	const unsubscribe = subscribe(() => {
		if (isComplete(view)) {
			unsubscribe();
			act();
		}
	});
}
