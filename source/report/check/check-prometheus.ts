import {checkCodes} from '../../domain/check/check.ts';
import {cleanText} from '../../domain/clean-text.ts';
import {hasJetStream} from '../../domain/server.ts';
import {measured, type CheckResult} from './check-result.ts';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];
type Metric = {readonly name: string; readonly help: string; readonly samples: readonly Sample[]};

/** The result in the text exposition format (https://prometheus.io/docs/instrumenting/exposition_formats/), all gauges. */
export function checkPrometheus(result: CheckResult): string {
	return [...checkMetrics(result), ...clusterMetrics(result), ...serverMetrics(result)]
		.filter(({samples}) => samples.length > 0)
		.map(metricText)
		.join('');
}

function checkMetrics({status, at, rules, findings}: CheckResult): Metric[] {
	return [
		metric('check_status', 'Result of the check: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.', [
			[{}, checkCodes[status]],
		]),
		metric(
			'check_item_status',
			'Result of one part of the check, by cluster: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.',
			findings.map(({item, cluster = '', status: each}) => [{item, cluster}, checkCodes[each]]),
		),
		metric('check_timestamp_seconds', 'When the cluster was checked, seconds since the epoch.', [
			[{}, at / 1000],
		]),
		metric(
			'servers_expected',
			'Servers that should have JetStream up.',
			rules.expect === undefined ? [] : [[{}, rules.expect]],
		),
	];
}

function clusterMetrics(result: CheckResult): Metric[] {
	const clusters = measured(result);
	type Checked = (typeof clusters)[number];
	const each = (name: string, help: string, value: (checked: Checked) => number) =>
		metric(
			name,
			help,
			clusters.map(checked => [{cluster: checked.summary.distribution.cluster}, value(checked)]),
		);
	return [
		each(
			'servers_up',
			'Servers with JetStream up.',
			({summary}) =>
				summary.distribution.shares.filter(({server}) => hasJetStream[server.state]).length,
		),
		each(
			'groups',
			'Replicated Raft groups of streams and consumers.',
			({summary}) => summary.groups,
		),
		each('groups_leaderless', 'Groups without a leader.', ({summary}) => summary.leaderless),
		each(
			'groups_lagging',
			'Groups with a follower that is behind or offline, and another one that could take over.',
			({behind}) => behind.lagging,
		),
		each(
			'groups_stranded',
			'Groups without a follower that could take over.',
			({behind}) => behind.stranded,
		),
		each(
			'leaders_ratio_max',
			'Leaders of the fullest server against the average.',
			({summary}) => summary.distribution.maxRatio,
		),
		each(
			'leaders_ratio_reachable',
			'The lowest highest ratio that the replica sets allow.',
			({summary}) => summary.best.ratio,
		),
		each(
			'step_downs_to_even',
			'Fewest step-downs that lead there.',
			({summary}) => summary.best.stepDowns,
		),
	];
}

function serverMetrics(result: CheckResult): Metric[] {
	const servers = measured(result).flatMap(({summary}) =>
		summary.distribution.shares.map(share => ({summary, share})),
	);
	type Row = (typeof servers)[number];
	const each = (name: string, help: string, value: (row: Row) => number | undefined) =>
		metric(
			name,
			help,
			servers.flatMap(row => {
				const known = value(row);
				const labels = {cluster: row.summary.distribution.cluster, server: row.share.server.name};
				return known === undefined ? [] : [[labels, known] as const];
			}),
		);
	return [
		each('server_up', 'Whether JetStream is up on a server.', ({share}) =>
			hasJetStream[share.server.state] ? 1 : 0,
		),
		each('server_leaders', 'Leaders on a server that count.', ({share}) => share.leaders),
		each('server_r1', 'Streams and consumers with one replica on a server.', ({share}) => share.r1),
		each(
			'server_leaders_ratio',
			'Leaders of a server against the average.',
			({share}) => share.ratio,
		),
		each('server_meta_leader', 'Whether a server leads the meta group.', ({summary, share}) =>
			summary.metaLeader === share.server.name ? 1 : 0,
		),
		each(
			'server_ok_to_stop',
			'Whether every group would keep its quorum without a server; absent where that is not known.',
			({summary, share}) => {
				const answer = summary.verdicts.get(share.server.name)?.answer ?? 'unknown';
				return answer === 'unknown' ? undefined : answer === 'ok' ? 1 : 0;
			},
		),
	];
}

function metric(name: string, help: string, samples: readonly Sample[]): Metric {
	return {name: `leadertop_${name}`, help, samples};
}

function metricText({name, help, samples}: Metric): string {
	// Names that are alike once cleaned would be one series twice, which no reader accepts.
	const series = new Map(samples.map(([labels, value]) => [name + labelText(labels), value]));
	const lines = Array.from(series, ([labelled, value]) => `${labelled} ${value}\n`);
	return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}

function labelText(labels: Labels): string {
	const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escaped(value)}"`);
	return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
	return cleanText(value, 1000)
		.replaceAll('\\', String.raw`\\`)
		.replaceAll('"', String.raw`\"`)
		.replaceAll('\n', String.raw`\n`);
}
