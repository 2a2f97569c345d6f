import {sleep} from '../time/sleep.ts';
import type {Cluster} from '../cluster.ts';
import {worstOf, type CheckedView, type CheckRules} from '../domain/check/check.ts';
import {judge} from '../domain/check/judge.ts';
import type {CheckResult} from '../report/check/check-result.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import {messageOf, UsageError} from './errors.ts';
import {groupsBehind} from '../domain/check/groups-behind.ts';
import {clusterSummaries} from './cluster-summaries.ts';
import {seesAll, unseenServers, whyLost, whyUnseen} from './coverage.ts';
import {watchCluster, type Watched} from './see-once.ts';

/** What is checked, and by which rules. */
export type CheckScope = {
	readonly rules: CheckRules;
	readonly countR1: boolean;
	/** Name of the only cluster that is checked. */
	readonly only: string | undefined;
};

/** Judges what is known of a cluster now. */
export function checkCluster(
	cluster: Cluster,
	view: ClusterView,
	options: CheckScope,
	unreadable = view.rejectedCount,
): CheckResult {
	const {origin} = cluster;
	const {rules} = options;
	const seen = seeCluster(cluster, view, options, unreadable);
	const findings = judge(seen, rules);
	return {
		status: worstOf(findings),
		at: Date.now(),
		mode: origin.type === 'nats' ? origin.mode : 'system',
		account: origin.type === 'nats' && origin.mode === 'account' ? origin.account : undefined,
		rules,
		findings,
		clusters: seen.clusters,
		waitedMs: undefined,
	};
}

/** The result where nobody could be asked. */
export function unseenResult(error: unknown, {rules}: CheckScope): CheckResult {
	const text = messageOf(error);
	return {
		status: 'UNKNOWN',
		at: Date.now(),
		mode: undefined,
		account: undefined,
		rules,
		findings: [{item: 'view', status: 'UNKNOWN', cluster: undefined, text}],
		clusters: [],
		waitedMs: undefined,
	};
}

/** What is known now of everything that is to be checked. */
export function seeCluster(
	cluster: Cluster,
	view: ClusterView,
	{rules, countR1, only}: CheckScope,
	/** Replies that could not be read. */
	unreadable: number,
): CheckedView {
	const counting = {threshold: rules.warnRatio, countR1};
	const summaries = clusterSummaries(view, {rules: counting, only, seesMeta: seesAll(cluster)});
	const names = [...view.clusters.keys()].join(', ');
	return {
		lost:
			whyLost(view.connection) ??
			(view.clusters.size === 0
				? whyUnseen(view)
				: only !== undefined && summaries.length === 0
					? `there is no cluster ${only}; what answered belongs to ${names}`
					: undefined),
		seesAll: seesAll(cluster),
		missing: unseenServers(view).filter(
			name => only === undefined || (view.servers.get(name)?.cluster ?? only) === only,
		),
		unseen: [...view.unseen].filter(
			name => only === undefined || view.servers.get(name)?.cluster === only,
		),
		unreadable,
		clusters: summaries.map(summary => {
			const {cluster: name, shares} = summary.distribution;
			const groups = [...view.groups.values()].filter(group => group.cluster === name);
			return {
				summary,
				behind: groupsBehind(groups),
				metaGroupLeader: view.clusters.get(name)?.metaGroupLeader,
				metaGroup: view.metaGroups.get(shares[0]?.server.domain),
			};
		}),
	};
}

type WaitParts = {
	readonly open: () => Promise<Cluster>;
	readonly options: CheckScope & {
		/** For servers that do not answer. */
		readonly timeoutMs: number;
	};
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
		watched = await watchCluster(cluster, {
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
