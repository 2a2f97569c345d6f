import type {CheckedCluster, CheckRules} from '../../domain/check/check.ts';
import {cleanText} from '../../domain/clean-text.ts';
import {hasJetStream} from '../../domain/server.ts';
import {measured, type CheckResult, worstFirst} from './check-result.ts';

/**
 * One short line as monitoring plugins print it, the worst finding and how many more there are:
 * `LEADERTOP OK - text | 'label'=value;warn;crit;min`. Thresholds are ranges
 * outside of which a value alerts, as in https://www.monitoring-plugins.org/doc/guidelines.html: `3:` is below 3.
 */
export function checkNagios(result: CheckResult): string {
	const [worst = '', ...others] = worstFirst(result);
	const more = result.status === 'OK' ? 'more OK' : 'more';
	// A bar ends the text.
	const text = cleanText(worst, longestText).replaceAll('|', '/');
	const tail = others.length === 0 ? '' : `; ${others.length} ${more}`;
	const data = perfdata(result);
	return `LEADERTOP ${result.status} - ${text}${tail}${data === '' ? '' : ` | ${data}`}\n`;
}

/** Monitors and text messages cut long lines. */
const longestText = 400;

function perfdata(result: CheckResult): string {
	const {rules} = result;
	const clusters = measured(result);
	const isOne = clusters.length === 1;
	const figures = clusters.flatMap(checked => {
		const prefix = isOne ? '' : `${checked.summary.distribution.cluster} `;
		return figuresOf(checked, rules, isOne ? rules.expect : undefined).map(
			([label, ...values]) => [quoted(prefix + label), values.join(';')] as const,
		);
	});
	// Names that are alike once cleaned would give one figure twice.
	return Array.from(new Map(figures), ([label, values]) => `${label}=${values}`).join(' ');
}

type Figure = readonly [label: string, value: number, warn?: string, crit?: string, min?: number];

function figuresOf(
	{summary, behind}: CheckedCluster,
	{warnRatio, criticalRatio}: CheckRules,
	expect: number | undefined,
): Figure[] {
	const {distribution, groups, leaderless} = summary;
	const up = distribution.shares.filter(({server}) => hasJetStream[server.state]).length;
	return [
		[
			'servers',
			up,
			expect === undefined ? '' : `${expect}:${expect}`,
			expect === undefined ? '' : `${expect}:`,
			0,
		],
		['groups', groups, '', '', 0],
		['leaderless', leaderless, '', '0', 0],
		['lagging', behind.lagging, '0', '', 0],
		['stranded', behind.stranded, '', '0', 0],
		[
			'max_ratio',
			rounded(distribution.maxRatio),
			String(warnRatio),
			String(criticalRatio ?? ''),
			0,
		],
		...distribution.shares.map(({server, leaders}): Figure => [
			`leaders ${server.name}`,
			leaders,
			'',
			'',
			0,
		]),
	];
}

/** In single quotes. The guidelines forbid `=` in a label, and not every monitor reads a doubled quote as one. */
function quoted(label: string): string {
	return `'${cleanText(label).replaceAll('|', '/').replaceAll(/[='"]/g, '_')}'`;
}

function rounded(value: number): number {
	return Number(value.toFixed(3));
}
