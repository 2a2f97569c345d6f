import type {ScreenState} from '../screen-state.ts';
import type {World} from '../world.ts';

/** How far the picture can be trusted. */
export type Freshness =
	| {readonly type: 'waiting'}
	| {readonly type: 'live'; readonly intervalMs: number}
	/** Some servers' inventories have not been seen. */
	| {readonly type: 'partial'; readonly missing: readonly string[]; readonly of: number}
	/** Nothing has been heard for much longer than the interval. */
	| {readonly type: 'stale'; readonly ageMs: number}
	| {readonly type: 'reconnecting'; readonly ageMs: number; readonly detail: string | undefined}
	| {readonly type: 'closed'; readonly ageMs: number; readonly detail: string | undefined}
	/** Held still by the operator; the cluster goes on. */
	| {readonly type: 'frozen'; readonly ageMs: number}
	/** A recording that has come to its end. */
	| {readonly type: 'ended'};

export function freshnessOf(
	{frozen, intervalMs}: Pick<ScreenState, 'frozen' | 'intervalMs'>,
	{view, now, origin}: Pick<World, 'view' | 'now' | 'origin'>,
): Freshness {
	if (frozen) {
		return {type: 'frozen', ageMs: now - frozen.at};
	}

	const {state, at, detail} = view.connection;
	if (state === 'closed' && origin.recorded) {
		return {type: 'ended'};
	}

	if (state !== 'connected' && view.now > 0) {
		return {type: state, ageMs: now - at, detail};
	}

	if (view.servers.size === 0) {
		return {type: 'waiting'};
	}

	const ageMs = now - view.now;
	if (ageMs > (origin.recorded ? recordedStaleMs : Math.max(minimumStaleMs, intervalMs * 3))) {
		return {type: 'stale', ageMs};
	}

	return view.missing.length > 0
		? {type: 'partial', missing: view.missing, of: view.servers.size}
		: {type: 'live', intervalMs};
}

/** Whether the numbers are those of now, as far as they go. */
export function isFresh({type}: Freshness): boolean {
	return type === 'live' || type === 'partial' || type === 'waiting' || type === 'ended';
}

/** One late answer is no news. */
const minimumStaleMs = 5000;

/** How often somebody else looked is not known, but for the least often that can be chosen. */
const recordedStaleMs = 3 * 60_000;
