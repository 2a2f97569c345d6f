import {sleep} from '../time/sleep.ts';
import type {Cluster} from '../cluster.ts';
import type {Follower} from '../domain/raft-group.ts';
import {keepsUp} from '../domain/fitness.ts';
import {answers, hasJetStream} from '../domain/server.ts';
import {settlingMs} from '../domain/server-restart.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import {createStore, type Store} from '../state/store.ts';

/** Long enough for a rate to be measured, in ms. */
const rateGapMs = 1000;

/** A server that answers, and is busy with 100,000 groups, needs seconds to list them. */
const listingMs = 15_000;

/**
 * Watches until the picture is complete, or nothing comes any more.
 * @param timeoutMs how long to wait for servers that do not answer
 * @returns what was seen; `missing` in it names the servers that did not tell
 */
export async function seeOnce(cluster: Cluster, timeoutMs: number): Promise<ClusterView> {
	const {view, unwatch} = await watchCluster(cluster, {timeoutMs, tellsStops: true});
	unwatch();
	return view;
}

/** A cluster that is being watched. */
export type Watched = {
	/** Follows the cluster until `unwatch`. */
	readonly view: ClusterView;
	readonly unwatch: () => void;
};

type WatchOptions = {
	/** How long to wait for servers that do not answer. */
	readonly timeoutMs: number;
	/** When aborted, it resolves with what has been seen by then. */
	readonly signal?: AbortSignal;
	/** Whether it is to be told which servers may be stopped: then it looks twice where a server has just started, too. */
	readonly tellsStops?: boolean;
};

/** The same as `seeOnce`, but goes on watching. Looks twice when a follower is behind or a group has no leader. */
export async function watchCluster(
	cluster: Cluster,
	{timeoutMs, signal, tellsStops = false}: WatchOptions,
): Promise<Watched> {
	const {view, apply, subscribe} = createStore();
	let toldAt = performance.now();
	const unwatch = cluster.watch(event => {
		const isInventory = event.type === 'groups-reported' || event.type === 'look-completed';
		if (isInventory && view.missing.includes(event.server)) {
			toldAt = performance.now();
		}

		apply(event);
	});
	await new Promise<void>(resolve => {
		let timer: NodeJS.Timeout | undefined;
		const unsubscribe = subscribe(look);
		signal?.addEventListener('abort', end);
		wait();
		look();

		function look() {
			if (isComplete(view) || signal?.aborted) {
				end();
			}
		}

		function wait() {
			const leftMs = toldAt + patienceMs(view, timeoutMs) - performance.now();
			if (leftMs <= 0) {
				end();
			} else {
				timer = setTimeout(wait, leftMs);
			}
		}

		function end() {
			clearTimeout(timer);
			unsubscribe();
			signal?.removeEventListener('abort', end);
			resolve();
		}
	});
	const gapMs = isComplete(view) ? untilNextLook(view, tellsStops) : 0;
	if (!signal?.aborted && gapMs > 0) {
		await sleep(toldAt + gapMs - performance.now(), signal);
		await cluster.refresh(signal);
	}

	return {view, unwatch};
}

function patienceMs({missing, servers}: ClusterView, timeoutMs: number): number {
	const isListing = missing.some(name => hasJetStream[servers.get(name)?.state ?? 'silent']);
	return isListing ? Math.max(timeoutMs, listingMs) : timeoutMs;
}

/** How long after the last inventory a second look is worth it, in ms; 0 where one is enough. */
function untilNextLook(view: ClusterView, tellsStops: boolean): number {
	return tellsStops && hasJustStarted(view) ? settlingMs : mayPass(view) ? rateGapMs : 0;
}

/** For so long after its start a server may have got its JetStream up just now: it reads back all that it stores first. */
const youngMs = 5 * 60_000;

/** What the leaders say of the replicas on a server may be about its earlier life, and nobody has seen it come back. */
function hasJustStarted({servers, now}: ClusterView): boolean {
	return [...servers.values()].some(
		({state, startedAt}) =>
			hasJetStream[state] && startedAt !== undefined && now - startedAt < youngMs,
	);
}

/**
 * One look cannot tell a follower that lags from one that keeps up with a busy group, for rates take two; nor a group
 * that has lost its leader from one that elects.
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

/** Whether every server that has JetStream has told what it leads. */
export function isComplete({servers, missing}: ClusterView): boolean {
	return servers.size > 0 && missing.length === 0;
}

/** Acts once, with the first picture in which every server has told what it leads. */
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
