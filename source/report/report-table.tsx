import {renderToString, Text} from 'ink';
import {Table} from 'ink-table';
import type {ReactNode} from 'react';
import stringWidth from 'string-width';
import {cleanText} from '../domain/clean-text.ts';
import {changeSince, electedTo, type Baseline, type BaselineChange} from '../domain/baseline.ts';
import type {ClusterSummary} from '../domain/cluster-summary.ts';
import type {ServerShare} from '../domain/distribution.ts';
import {improvementText, isLower} from '../domain/plan/improvement.ts';
import {standsAlone} from '../domain/meta-group.ts';
import type {Follower, RaftGroup} from '../domain/raft-group.ts';
import {answers, stateNames} from '../domain/server.ts';
import {stopReasons, type StopVerdict} from '../domain/stop-verdict.ts';
import type {Report, UnreadableReplies} from './report.ts';

/** For terminals and log files that know no box-drawing characters. */
const asciiOf: Readonly<Record<string, string>> = {
	'─': '-',
	'│': '|',
	'┌': '+',
	'┐': '+',
	'└': '+',
	'┘': '+',
	'├': '+',
	'┤': '+',
	'┬': '+',
	'┴': '+',
	'┼': '+',
	'→': '->',
	'›': '>',
	'…': '...',
	'×': 'x',
	'·': '-',
};

/** The report for people: a table a cluster, one of the groups when asked for, and what is missing said in words. */
export function reportTable(report: Report, {ascii = false}: {ascii?: boolean} = {}): string {
	const parts = [
		...(report.recorded === true
			? [`RECORDED: as it was at ${new Date(report.at).toISOString()}`]
			: []),
		...(report.simulated ? ['SIMULATED: no real cluster behind these figures'] : []),
		...(report.mode === 'account'
			? [`account ${cleanText(report.account ?? '')} only: no server statistics`]
			: []),
		...report.clusters.map(summary => clusterText(summary, report.against)),
		...(report.missing.length > 0
			? [`INCOMPLETE: no inventory from ${report.missing.map(name => cleanText(name)).join(', ')}`]
			: []),
		...unreadableText(report.unreadable),
		...(report.groups ? [groupsText(report.groups)] : []),
	];
	const text = `${parts.join('\n\n')}\n`;
	return ascii ? text.replaceAll(/[^\n -~]/g, char => asciiOf[char] ?? '?') : text;
}

function unreadableText({count, last}: UnreadableReplies): string[] {
	const lines = last.map(({subject, reason}) => `  ${cleanText(subject)}: ${cleanText(reason)}`);
	const replies = count === 1 ? '1 reply' : `${count} replies`;
	return count === 0 ? [] : [[`INCOMPLETE: ${replies} could not be read`, ...lines].join('\n')];
}

function clusterText(summary: ClusterSummary, against: Baseline | undefined): string {
	const {jetStream, distribution, groups, leaderless, best, why} = summary;
	const since = against && changeSince(against, distribution);
	const heading = [
		`cluster ${cleanText(distribution.cluster)}`,
		...(jetStream
			? [
					...metaText(summary),
					`${groups} groups, ${leaderless} leaderless`,
					`average ${distribution.average.toFixed(1)}`,
					`skew ${skewText(distribution.maxRatio, best)}`,
				]
			: ['no JetStream']),
	].join(' · ');
	const table = tableText(distribution.shares.map(share => serverRow(share, summary, since)));
	const lines = [
		...(why.length === 0 ? [] : [`why: ${cleanText(why.join('; '), 2000)}`]),
		...(against ? [changeText(against, since)] : []),
	];
	return [heading, table, ...lines].join('\n');
}

function metaText({distribution: {cluster, shares}, metaLeader}: ClusterSummary): string[] {
	if (metaLeader !== undefined) {
		return [`meta leader ${cleanText(metaLeader)}`];
	}

	const servers = shares.map(({server}) => server);
	return standsAlone(cluster, servers) ? [] : ['meta leader unknown'];
}

/** `since 2026-01-15 14:00:00 UTC: 215 leaders then, +2; servers have won 69`. */
function changeText({at}: Baseline, since: BaselineChange | undefined): string {
	const then = `since ${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
	if (!since) {
		return `${then}: nothing to compare with, the baseline does not know this cluster`;
	}

	const {leaders, change, won, gone} = since;
	const lost = gone.map(({name, leaders: count}) => `${cleanText(name)} (${count})`);
	return [
		`${then}: ${leaders} leaders then, ${signed(change)} now`,
		`${won} won by servers that lead more`,
		...(lost.length > 0 ? [`gone: ${lost.join(', ')}`] : []),
	].join('; ');
}

function signed(change: number): string {
	return change > 0 ? `+${change}` : String(change);
}

function skewText(ratio: number, best: ClusterSummary['best']): string {
	const now = `${ratio.toFixed(2)}×`;
	if (best.stepDowns === 0) {
		return `${now}, as even as the replica sets allow`;
	}

	const then = isLower(best.ratio, ratio)
		? ` → ${best.ratio.toFixed(2)}×`
		: `, ${best.improves.map(each => improvementText(each)).join(', ')}`;
	return `${now}${then} in ${best.stepDowns} ${best.stepDowns === 1 ? 'step-down' : 'step-downs'}`;
}

function serverRow(
	share: ServerShare,
	{metaLeader, verdicts}: ClusterSummary,
	since: BaselineChange | undefined,
) {
	const {server, streamLeaders, consumerLeaders, r1, leaders, ratio, hotspot} = share;
	return {
		server: cleanText(server.name) + (server.name === metaLeader ? ' (meta)' : ''),
		version: cleanText(server.version) || '-',
		state: stateNames[server.state],
		streams: streamLeaders,
		consumers: consumerLeaders,
		r1,
		leaders,
		'x avg': ratio === undefined ? '-' : ratio.toFixed(2),
		...(since && {change: signed(electedTo(share) - (since.before(server.name) ?? 0))}),
		hotspot: hotspot ? 'HOT' : '',
		'ok to stop': answers[server.state] ? verdictText(verdicts.get(server.name)) : '-',
	};
}

function verdictText(verdict: StopVerdict | undefined): string {
	if (!verdict) {
		return '-';
	}

	const [first] = stopReasons(verdict);
	return first === undefined ? 'ok' : `${verdict.answer}: ${cleanText(first, 40)}`;
}

const groupHeadings = ['KIND', 'ACCOUNT', 'STREAM', 'CONSUMER', 'LEADER', 'R', 'FOLLOWERS'];

/** One line a group, so that it can be searched: thousands of them are no work for a drawn table. */
function groupsText(groups: readonly RaftGroup[]): string {
	return alignedText([
		groupHeadings,
		...groups.map(group => [
			group.kind,
			cleanText(group.account),
			cleanText(group.stream),
			group.consumer === undefined ? '-' : cleanText(group.consumer),
			group.leader === undefined ? 'NONE' : cleanText(group.leader),
			String(group.replicas),
			group.followers.map(followerText).join(' ') || '-',
		]),
	]);
}

function followerText({server, current, lag, online}: Follower): string {
	const name = cleanText(server);
	return online ? (current ? name : `${name}(lag ${lag})`) : `${name}(offline)`;
}

function alignedText(rows: readonly (readonly string[])[]): string {
	const widths: number[] = [];
	for (const row of rows) {
		for (const [column, cell] of row.entries()) {
			widths[column] = Math.max(widths[column] ?? 0, stringWidth(cell));
		}
	}

	const line = (row: readonly string[]) =>
		row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - stringWidth(cell)));
	return rows.map(row => line(row).join('  ').trimEnd()).join('\n');
}

type Row = Readonly<Record<string, string | number>>;

/** Wider than any table of servers: the terminal may wrap a line, the table never does. */
const tableColumns = 1000;

function tableText(rows: readonly Row[]): string {
	if (rows.length === 0) {
		return 'no servers';
	}

	const columns = Object.entries(rows[0] ?? {}).map(([key, value]) => ({
		key,
		align: typeof value === 'number' ? ('right' as const) : ('left' as const),
	}));
	const table = (
		<Table data={[...rows]} columns={columns} header={Plain} cell={Plain} skeleton={Plain} />
	);
	return renderToString(table, {columns: tableColumns}).trimEnd();
}

function Plain({children}: {readonly children?: ReactNode}) {
	return <Text>{children}</Text>;
}
