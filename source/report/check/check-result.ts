import {
	checkCodes,
	type CheckedCluster,
	type CheckRules,
	type CheckStatus,
	type Finding,
} from '../../domain/check/check.ts';
import {cleanText} from '../../domain/clean-text.ts';
import {clusterJson} from '../report-json.ts';

/** How a check ended, and what it rests on. */
export type CheckResult = {
	readonly status: CheckStatus;
	/** Epoch in ms. */
	readonly at: number;
	/** What the connection may see: every account, or its own; undefined where there was none. */
	readonly mode: 'system' | 'account' | undefined;
	/** Name of the one account that is seen. */
	readonly account: string | undefined;
	readonly rules: CheckRules;
	readonly findings: readonly Finding[];
	readonly clusters: readonly CheckedCluster[];
	/** How long it was waited for an OK, in ms; undefined where that was not asked for. */
	readonly waitedMs: number | undefined;
};

/** Clusters of which there are figures: one without JetStream has none. */
export function measured({clusters}: CheckResult): readonly CheckedCluster[] {
	return clusters.filter(({summary}) => summary.jetStream);
}

/** In one line: what is wrong, the worst first, or else what was seen. */
export function headline(result: CheckResult): string {
	return worstFirst(result).join('; ');
}

/** What is wrong in words, the worst first, or else what was seen. */
export function worstFirst({status, findings}: CheckResult): readonly string[] {
	const faults = findings.filter(finding => finding.status !== 'OK');
	const worst = faults.filter(finding => finding.status === status);
	const others = faults.filter(finding => finding.status !== status);
	const shown =
		status === 'OK' ? findings.filter(({item}) => item !== 'view') : [...worst, ...others];
	return shown.map(finding => findingText(finding, findings));
}

/** With the cluster's name where there are several. */
export function findingText({cluster, text}: Finding, all: readonly Finding[]): string {
	const isOne = all.every(other => other.cluster === undefined || other.cluster === cluster);
	return isOne || cluster === undefined ? text : `${cluster}: ${text}`;
}

/** For people: the result in a line, and below it everything that was checked, a line each. */
export function checkText(result: CheckResult): string {
	const {status, findings, account} = result;
	const statusWidth = Math.max(...findings.map(finding => finding.status.length));
	const itemWidth = Math.max(...findings.map(({item}) => item.length));
	const rows =
		findings.length === 1
			? []
			: findings.map(finding =>
					[
						` ${finding.status.padEnd(statusWidth)}`,
						finding.item.padEnd(itemWidth),
						findingText(finding, findings),
					].join('  '),
				);
	const scope =
		account === undefined
			? []
			: [` account ${account} only: servers and the meta group cannot be checked`];
	return [`${status}: ${headline(result)}`, ...rows, ...scope]
		.map(line => `${cleanText(line, longestLine)}\n`)
		.join('');
}

const longestLine = 2000;

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
