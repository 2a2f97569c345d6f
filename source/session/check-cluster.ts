import type {Cluster} from '../cluster.ts';
import {worstOf, type CheckedView, type CheckRules, groupsBehind} from '../domain/check/check.ts';
import {judge} from '../domain/check/judge.ts';
import type {CheckResult} from '../report/check/check-result.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import {sleep} from '../time/sleep.ts';
import {clusterSummaries} from './cluster-summaries.ts';
import {seesAll, unseenServers, whyLost, whyUnseen} from './coverage.ts';
import {messageOf, UsageError} from './errors.ts';
import {watchCluster, type Watched} from './see-once.ts';

/** What is checked, and by which rules. */
export type CheckScope = {
	readonly rules: CheckRules;
	readonly countR1: boolean;
	/** Name of the only cluster that is checked. */
	readonly only: string | undefined;
};

/**
 * Judges what is known of a cluster now.
 * @param unreadable how many replies could not be read
 */
export function checkCluster(
	cluster: Cluster,
	view: ClusterView,
	scope: CheckScope,
	unreadable = view.rejectedCount,
): CheckResult {
	const {origin} = cluster;
	const checked = {...checkedView(cluster, view, scope), unreadable};
	const findings = judge(checked, scope.rules);
	return {
		status: worstOf(findings),
		at: Date.now(),
		mode: origin.type === 'nats' ? origin.mode : 'system',
		account: origin.type === 'nats' && origin.mode === 'account' ? origin.account : undefined,
		rules: scope.rules,
		findings,
		clusters: checked.clusters,
		waitedMs: undefined,
	};
}

/** The result where no server could be reached. */
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

function checkedView(
	cluster: Cluster,
	view: ClusterView,
	{rules, countR1, only}: CheckScope,
): Omit<CheckedView, 'unreadable'> {
	const counting = {threshold: rules.warnRatio, countR1};
	const summaries = clusterSummaries(view, {rules: counting, only, seesMeta: seesAll(cluster)});
	const names = [...view.clusters.keys()].join(', ');
	const clusterOf = (server: string) => view.servers.get(server)?.cluster;
	return {
		lost:
			whyLost(view.connection) ??
			(view.clusters.size === 0
				? whyUnseen(view)
				: only !== undefined && summaries.length === 0
					? `there is no cluster ${only}; the clusters are ${names}`
					: undefined),
		seesAll: seesAll(cluster),
		// A server of which only the name is known may belong to any cluster.
		missing: unseenServers(view).filter(
			name => only === undefined || (clusterOf(name) ?? only) === only,
		),
		unseen: [...view.unseen].filter(name => only === undefined || clusterOf(name) === only),
		offlineAssets: view.offlineAssets,
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
	readonly scope: CheckScope;
	/** How long to wait for servers that do not answer. */
	readonly timeoutMs: number;
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
 * Follows a cluster until all is well and a fresh inventory confirms it, or the signal aborts. While no server can be
 * reached it tries again.
 * @returns the last result
 * @throws UsageError
 */
export async function waitForOk(parts: WaitParts): Promise<CheckResult> {
	const {scope, onProgress, signal} = parts;
	for (;;) {
		try {
			return await follow(parts);
		} catch (error) {
			if (error instanceof UsageError) {
				throw error;
			}

			const result = unseenResult(error, scope);
			if (!signal.aborted) {
				onProgress(result);
				await sleep(reconnectGapMs, signal);
			}

			if (signal.aborted) {
				return result;
			}
		}
	}
}

async function follow(parts: WaitParts): Promise<CheckResult> {
	const {scope, timeoutMs, onProgress, signal} = parts;
	const cluster = await parts.open();
	let watched: Watched | undefined;
	try {
		watched = await watchCluster(cluster, {timeoutMs, signal, judgesStops: true});
		const {view} = watched;
		for (;;) {
			const begunAt = performance.now();
			let result = checkCluster(cluster, view, scope, 0);
			if (result.status === 'OK') {
				const before = view.rejectedCount;
				await cluster.refresh(signal);
				result = checkCluster(cluster, view, scope, view.rejectedCount - before);
			}

			if (result.status === 'OK' || signal.aborted) {
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
