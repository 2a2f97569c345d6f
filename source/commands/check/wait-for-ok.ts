import {sleep} from '../../time/sleep.ts';
import type {Cluster} from '../../cluster.ts';
import type {CheckResult} from '../../report/check/check-result.ts';
import {UsageError} from '../../session/usage-error.ts';
import type {CheckOptions} from '../flags/check-flags.ts';
import {beginWatching, type Watched} from '../../session/see-once.ts';
import {checkCluster, unseenResult} from './check-cluster.ts';

type WaitParts = {
	readonly open: () => Promise<Cluster>;
	readonly options: CheckOptions;
	/** Called with each result that is not OK yet. */
	readonly onProgress: (result: CheckResult) => void;
	/** Aborts when the time is up, or the user has had enough. */
	readonly signal: AbortSignal;
};

const shortestGapMs = 250;

/** Judging again takes at most a tenth of the time. */
const gapFactor = 10;

const reconnectGapMs = 1000;

/**
 * Follows a cluster until all is well and a fresh look at everything confirms it, or the signal aborts. While nobody
 * can be reached it tries again.
 * @returns the last result
 * @throws UsageError
 */
export async function waitForOk(parts: WaitParts): Promise<CheckResult> {
	const {open, options, onProgress, signal} = parts;
	for (;;) {
		try {
			return await follow(await open(), parts);
		} catch (error) {
			if (error instanceof UsageError) {
				throw error;
			}

			const result = unseenResult(error, options);
			if (signal.aborted) {
				return result;
			}

			onProgress(result);
			await sleep(reconnectGapMs, signal);
			if (signal.aborted) {
				return result;
			}
		}
	}
}

async function follow(
	cluster: Cluster,
	{options, onProgress, signal}: WaitParts,
): Promise<CheckResult> {
	let watched: Watched | undefined;
	try {
		watched = await beginWatching(cluster, {
			timeoutMs: options.timeoutMs,
			signal,
			tellsStops: true,
		});
		const {view} = watched;
		for (;;) {
			const begunAt = performance.now();
			let result = checkCluster(cluster, view, options, 0);
			if (result.status === 'OK') {
				const before = view.rejectedCount;
				await cluster.refresh(signal);
				result = checkCluster(cluster, view, options, view.rejectedCount - before);
				if (result.status === 'OK' && !signal.aborted) {
					return result;
				}
			}

			if (signal.aborted) {
				return result;
			}

			onProgress(result);
			await sleep(Math.max(shortestGapMs, gapFactor * (performance.now() - begunAt)), signal);
		}
	} finally {
		watched?.unwatch();
		await cluster.close();
	}
}
