import {checkCodes, type CheckedCluster} from '../../domain/check/check.ts';
import {clusterJson} from '../report-json.ts';
import type {CheckResult} from './check-result.ts';

/** The result as the JSON value that scripts rely on: fields may be added, none goes away. Clusters are as in `report --json`. */
export function checkJson(result: CheckResult): string {
	const {status, at, mode, account, rules, findings, clusters, waitedMs} = result;
	const value = {
		status,
		code: checkCodes[status],
		at: new Date(at).toISOString(),
		mode: mode ?? null,
		...(account !== undefined && {account}),
		...(waitedMs !== undefined && {waitedMs: Math.round(waitedMs)}),
		rules: {
			expect: rules.expect ?? null,
			warnRatio: rules.warnRatio,
			criticalRatio: rules.criticalRatio ?? null,
			okToStop: rules.okToStop ?? null,
		},
		findings: findings.map(({item, status: each, cluster, text}) => ({
			item,
			status: each,
			cluster: cluster ?? null,
			text,
		})),
		clusters: clusters.map(checkedJson),
	};
	return `${JSON.stringify(value, undefined, 2)}\n`;
}

function checkedJson({summary, behind}: CheckedCluster) {
	const {lagging, stranded} = behind;
	return {...clusterJson(summary), lagging, stranded};
}
