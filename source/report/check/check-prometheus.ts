import {checkCodes} from '../../domain/check/check.ts';
import {hasJetStream, serverStates} from '../../domain/server.ts';
import {metricsText, type Metric, type Sample} from '../prometheus.ts';
import {measured, type CheckResult} from './check-result.ts';

/** The result for a scraper, all gauges. */
export async function checkPrometheus(result: CheckResult): Promise<string> {
	return metricsText(checkMetrics(result));
}

export function checkMetrics(result: CheckResult): Metric[] {
	return [...statusMetrics(result), ...clusterMetrics(result), ...serverMetrics(result)];
}

function statusMetrics({status, at, rules, findings}: CheckResult): Metric[] {
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
			'leaders_average',
			'Leaders per server with JetStream up.',
			({summary}) => summary.distribution.average,
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
		metric(
			'server_leaders_by_kind',
			'Leaders on a server, of streams and of consumers.',
			servers.flatMap(({summary, share}): Sample[] => {
				const labels = {cluster: summary.distribution.cluster, server: share.server.name};
				return [
					[{...labels, kind: 'stream'}, share.streamLeaders],
					[{...labels, kind: 'consumer'}, share.consumerLeaders],
				];
			}),
		),
		each(
			'server_hotspot',
			'Whether a server leads more than the warning ratio allows.',
			({share}) => (share.hotspot ? 1 : 0),
		),
		metric(
			'server_state',
			'State of a server: 1 for the one that it is in, 0 for the others.',
			servers.flatMap(({summary, share}) =>
				serverStates.map((state): Sample => [
					{cluster: summary.distribution.cluster, server: share.server.name, state},
					share.server.state === state ? 1 : 0,
				]),
			),
		),
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
