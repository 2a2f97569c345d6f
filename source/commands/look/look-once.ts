import {setTimeout as pause} from 'node:timers/promises';
import type {Cluster} from '../../cluster.ts';
import {keepsUp} from '../../domain/raft-group.ts';
import {hasJetStream} from '../../domain/server.ts';
import {settlingMs} from '../../domain/upgrade/settling.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import {createStore} from '../../state/store.ts';

/** Long enough for a rate to be measured, in ms. */
const rateGapMs = 1000;

/** A server that is busy with 100,000 groups needs seconds to list them. */
const lookTimeoutMs = 15_000;

/**
 * Watches until the picture is complete, or as far as it got by the deadline.
 * @returns what was seen; `missing` in it names the servers that did not tell
 */
export async function lookOnce(cluster: Cluster, timeoutMs = lookTimeoutMs): Promise<ClusterView> {
	const {view, unwatch} = await beginWatching(cluster, {timeoutMs, tellsStops: true});
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
	readonly timeoutMs?: number;
	/** When aborted, it resolves with what has been seen by then. */
	readonly signal?: AbortSignal;
	/** Whether it is to be told which servers may be stopped: then it looks twice where a server has just started, too. */
	readonly tellsStops?: boolean;
};

/** The same as `lookOnce`, but goes on watching. Looks twice when a follower is behind or a group has no leader. */
export async function beginWatching(
	cluster: Cluster,
	{timeoutMs = lookTimeoutMs, signal, tellsStops = false}: WatchOptions = {},
): Promise<Watched> {
	const store = createStore();
	const unwatch = cluster.watch(store.apply);
	await new Promise<void>(resolve => {
		const timer = setTimeout(end, timeoutMs);
		const unsubscribe = store.subscribe(look);
		signal?.addEventListener('abort', end);
		look();

		function look() {
			if (isComplete(store.view) || signal?.aborted) {
				end();
			}
		}

		function end() {
			clearTimeout(timer);
			unsubscribe();
			signal?.removeEventListener('abort', end);
			resolve();
		}
	});
	const gapMs = isComplete(store.view) ? untilNextLook(store.view, tellsStops) : 0;
	if (!signal?.aborted && gapMs > 0) {
		await pause(gapMs, undefined, {signal}).catch(() => undefined);
		await cluster.refresh(signal);
	}

	return {view: store.view, unwatch};
}

/** How long to wait before a second look, in ms; 0 where one is enough. */
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
function mayPass({groups, leaderless, metaGroups}: ClusterView): boolean {
	const metaFollowers = [...metaGroups.values()].flatMap(({followers}) => followers);
	return (
		leaderless.size > 0 ||
		metaFollowers.some(({online, current}) => online && !current) ||
		[...groups.values()].some(group =>
			group.followers.some(follower => follower.online && !keepsUp(follower, group)),
		)
	);
}

/** Whether every server that has JetStream has told what it leads. */
export function isComplete({servers, missing}: ClusterView): boolean {
	return servers.size > 0 && missing.length === 0;
}
