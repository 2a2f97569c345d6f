import type {CheckStatus, CheckedCluster, CheckRules, Finding} from '../../domain/check/check.ts';

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
export function headline({status, findings}: CheckResult): string {
	const faults = findings.filter(finding => finding.status !== 'OK');
	const worst = faults.filter(finding => finding.status === status);
	const others = faults.filter(finding => finding.status !== status);
	const told =
		status === 'OK' ? findings.filter(({item}) => item !== 'view') : [...worst, ...others];
	return told.map(finding => findingText(finding, findings)).join('; ');
}

/** With the cluster's name where there are several. */
export function findingText({cluster, text}: Finding, all: readonly Finding[]): string {
	const isOne = all.every(other => other.cluster === undefined || other.cluster === cluster);
	return isOne || cluster === undefined ? text : `${cluster}: ${text}`;
}
