import type {Cluster} from '../../cluster.ts';
import {worstOf} from '../../domain/check/check.ts';
import {judge} from '../../domain/check/judge.ts';
import type {CheckResult} from '../../report/check/check-result.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import type {CheckOptions} from '../flags/check-flags.ts';
import {messageOf} from '../../session/message-of.ts';
import {seeCluster} from './see-cluster.ts';

/** Judges what is known of a cluster now. */
export function checkCluster(
	cluster: Cluster,
	view: ClusterView,
	options: CheckOptions,
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
export function unseenResult(error: unknown, {rules}: CheckOptions): CheckResult {
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
