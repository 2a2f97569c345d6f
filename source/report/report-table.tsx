import {renderToString} from 'ink';
import stringWidth from 'string-width';
import {changeSince, electedTo, type Baseline, type BaselineChange} from '../domain/baseline.ts';
import {asciiText, cleanText} from '../domain/clean-text.ts';
import type {ClusterSummary} from '../domain/cluster-summary.ts';
import type {ServerShare} from '../domain/distribution.ts';
import {metaLeaderText, standsAlone} from '../domain/meta-group.ts';
import {improvementText, isLower} from '../domain/plan/improvement.ts';
import {desiredText, type Follower, type RaftGroup} from '../domain/raft-group.ts';
import {answers, stateNames} from '../domain/server.ts';
import {stopReasons, type StopVerdict} from '../domain/stop-verdict.ts';
import {utcTime} from '../domain/time.ts';
import {counted, importingWords} from '../domain/words.ts';
import {alignedText, PlainTable, type PlainColumn} from './plain-table.tsx';
import type {Report, UnreadableReplies} from './report.ts';

type ReportStyle = {
	readonly ascii?: boolean;
	/** Columns for a table; 80 unless given. */
	readonly columns?: number;
};

/** Without it an import may pass the first answer only, measured on 2.15.1. */
const importHint =
	'if they are up: export $SYS.REQ.> from the system account with `response: stream`, so that all answers arrive';

/** The report for people: a table a cluster, one of the groups when asked for, and what is missing said in words. */
export function reportTable(
	report: Report,
	{ascii = false, columns = 80}: ReportStyle = {},
): string {
	const parts = [
		...(report.recorded === true
			? [`RECORDED: as it was at ${new Date(report.at).toISOString()}`]
			: []),
		...(report.simulated ? ['SIMULATED: no real cluster behind these figures'] : []),
		...(report.mode === 'account'
			? [`account ${cleanText(report.account ?? '')} only: no server statistics`]
			: []),
		...(report.importingAccount === undefined
			? []
			: [`${importingWords(cleanText(report.importingAccount))}: it hears no elections of others`]),
		...report.clusters.map(summary => clusterText(summary, report.against, columns)),
		...(report.missing.length > 0
			? [
					`INCOMPLETE: no inventory from ${report.missing.map(name => cleanText(name)).join(', ')}`,
					...(report.importingAccount === undefined ? [] : [importHint]),
				]
			: []),
		...unreadableText(report.unreadable),
		...(report.groups ? [groupsText(report.groups)] : []),
	];
	const text = `${parts.join('\n\n')}\n`;
	return ascii ? asciiText(text) : text;
}

function unreadableText({count, last}: UnreadableReplies): string[] {
	const lines = last.map(({subject, reason}) => `  ${cleanText(subject)}: ${cleanText(reason)}`);
	const replies = counted(count, 'reply', 'replies');
	return count === 0 ? [] : [[`INCOMPLETE: ${replies} could not be read`, ...lines].join('\n')];
}

function clusterText(
	summary: ClusterSummary,
	against: Baseline | undefined,
	columns: number,
): string {
	const {jetStream, distribution, groups, leaderless, best, why} = summary;
	const since = against && changeSince(against, distribution);
	const heading = [
		`cluster ${cleanText(distribution.cluster)}`,
		...(jetStream
			? [
					...metaText(summary),
					`${groups} groups${leaderless === 0 ? '' : `, ${leaderless} without a leader`}`,
					`average ${distribution.average.toFixed(1)}`,
					`skew ${skewText(distribution.maxRatio, best)}`,
				]
			: ['no JetStream']),
	].join(' · ');
	const {shares} = distribution;
	const table =
		shares.length === 0
			? 'no servers'
			: renderToString(
					<PlainTable columns={serverColumns(summary, since)} rows={shares} width={columns} />,
					{columns},
				);
	const lines = [
		...(why.length === 0 ? [] : [`why: ${cleanText(why.join('; '), 2000)}`]),
		...(against ? [changeText(against, since)] : []),
	];
	return [heading, table, ...lines].join('\n');
}

function metaText({
	distribution: {cluster, shares},
	metaGroupLeader,
	metaGroupCluster,
}: ClusterSummary): string[] {
	if (metaGroupLeader !== undefined) {
		return [`meta leader ${cleanText(metaLeaderText(cluster, metaGroupLeader, metaGroupCluster))}`];
	}

	const servers = shares.map(({server}) => server);
	return standsAlone(cluster, servers) ? [] : ['meta leader unknown'];
}

/** `since 2026-01-15 14:00:00 UTC: 215 leaders then, +2; servers have won 69`. */
function changeText({at}: Baseline, since: BaselineChange | undefined): string {
	const then = `since ${utcTime(at)}`;
	if (!since) {
		return `${then}: nothing to compare: this cluster is not in the baseline`;
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
	const now = `${ratio.toFixed(2)}x`;
	if (best.stepDowns === 0) {
		return `${now}, as even as the replica sets allow`;
	}

	const then = isLower(best.ratio, ratio)
		? ` → ${best.ratio.toFixed(2)}x`
		: `, ${best.improves.map(each => improvementText(each)).join(', ')}`;
	return `${now}${then} in ${counted(best.stepDowns, 'step-down')}`;
}

type ServerColumn = PlainColumn<ServerShare>;

/** A name is cut only where it would leave no room for what the server leads. */
const leastName = 40;

function serverColumns(
	{distribution, metaLeader, verdicts}: ClusterSummary,
	since: BaselineChange | undefined,
): readonly ServerColumn[] {
	const {shares} = distribution;
	const name = ({server}: ServerShare) =>
		cleanText(server.name) + (server.name === metaLeader ? ' (meta)' : '');
	const verdict = ({server}: ServerShare) =>
		answers[server.state] ? verdictText(verdicts.get(server.name)) : '-';
	const text = (title: string, rank: number, cell: (share: ServerShare) => string) =>
		({title, rank, cell}) satisfies ServerColumn;
	const count = (title: string, rank: number, cell: (share: ServerShare) => string | number) =>
		({title, rank, align: 'right', cell: share => String(cell(share))}) satisfies ServerColumn;
	return [
		{...text('SERVER', 1, name), minWidth: Math.min(leastName, longest(shares, name, 6))},
		text('VERSION', 10, ({server}) => cleanText(server.version) || '-'),
		text('STATE', 4, ({server}) => stateNames[server.state]),
		count('STRM', 8, ({streamLeaders}) => streamLeaders),
		count('CONS', 9, ({consumerLeaders}) => consumerLeaders),
		count('R1', 11, ({r1}) => r1),
		count('LEADERS', 2, ({leaders}) => leaders),
		count('x AVG', 3, ({ratio}) => (ratio === undefined ? '-' : ratio.toFixed(2))),
		...(since
			? [
					count('CHANGE', 6, share =>
						signed(electedTo(share) - (since.before(share.server.name) ?? 0)),
					),
				]
			: []),
		...(distribution.hotspots.length > 0
			? [text('HOT?', 5, ({hotspot}) => (hotspot ? 'HOT' : ''))]
			: []),
		{...text('STOP?', 7, verdict), minWidth: Math.min(11, longest(shares, verdict, 5))},
	];
}

function longest(
	shares: readonly ServerShare[],
	text: (share: ServerShare) => string,
	least: number,
): number {
	return Math.max(least, ...shares.map(share => stringWidth(text(share))));
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
			[...group.followers.map(followerText), ...desiredNote(group)].join(' ') || '-',
		]),
	]);
}

function desiredNote(group: RaftGroup): string[] {
	const text = desiredText(group);
	return text === undefined ? [] : [`(${cleanText(text)})`];
}

function followerText({server, current, lag, online}: Follower): string {
	const name = cleanText(server);
	return online ? (current ? name : `${name}(lag ${lag})`) : `${name}(offline)`;
}
