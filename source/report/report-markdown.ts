import {cleanText} from '../domain/clean-text.ts';
import type {BestRatio} from '../domain/cluster-summary.ts';
import type {Distribution, ServerShare} from '../domain/distribution.ts';
import {formatBytes, formatChange, formatCount, formatRate, formatRatio} from '../domain/format.ts';
import {metaLeaderText} from '../domain/meta-group.ts';
import {improvementText, isLower} from '../domain/plan/improvement.ts';
import {hasJetStream, presentFigures, stateNames} from '../domain/server.ts';
import {formatDuration, utcTime} from '../domain/time.ts';

/** One cluster at one moment, for a ticket: what is seen of it, and what was done to it from here. */
export type MarkdownReport = {
	/** Epoch in ms. */
	readonly at: number;
	/** Where the watch began; undefined while the first picture is not complete. */
	readonly since: {readonly at: number; readonly leaders: ReadonlyMap<string, number>} | undefined;
	/** Context name or address. */
	readonly label: string;
	/** What limits the figures: simulated, one account only, servers that sent no inventory. */
	readonly remarks: readonly string[];
	readonly distribution: Distribution;
	/** Who leads the meta group, and the cluster of that server. */
	readonly metaLeader: string | undefined;
	readonly metaCluster: string | undefined;
	readonly groups: number;
	readonly leaderless: number;
	/** Undefined where it is not known yet. */
	readonly best: BestRatio | undefined;
	readonly diagnosis: string | undefined;
	/** Undefined where it is not known. */
	readonly stopOf: (server: string) => StopWords | undefined;
	/** Lines about elections: counts by cause, groups that flap. */
	readonly elections: readonly string[];
	/** The latest elections, newest first. */
	readonly latest: readonly string[];
	/** What was done from here and how it ended, oldest first. */
	readonly acts: readonly string[];
	/** Acts before these. */
	readonly earlierActs: number;
	/** Where acts are recorded. */
	readonly audit: string | undefined;
};

type StopWords = {
	readonly type: 'ok' | 'wait' | 'unknown';
	readonly reasons: readonly string[];
};

/** The report as Markdown. Names from the network are cleaned, and none of their characters is taken for markup. */
export function reportMarkdown(report: MarkdownReport): string {
	const {at, label, distribution, diagnosis, remarks, elections, latest} = report;
	const name = distribution.cluster === '' ? 'cluster' : `cluster ${distribution.cluster}`;
	const parts = [
		`# ${markdownText(name)}, ${utcTime(at)}`,
		`${markdownText(label)}: ${summaryText(report)}`,
		...remarks.map(remark => `**${markdownText(remark)}**`),
		...(diagnosis === undefined ? [] : [`Why: ${markdownText(diagnosis, 2000)}`]),
		'## Servers',
		serversTable(report),
		...hotspotParts(distribution),
		...stopParts(report),
		'## Elections',
		markdownList(elections.length === 0 ? ['none seen'] : elections),
		...(latest.length === 0 ? [] : ['The latest:', markdownList(latest)]),
		'## Actions from here',
		...actParts(report),
	];
	return `${parts.join('\n\n')}\n`;
}

function summaryText(report: MarkdownReport): string {
	const {distribution, metaLeader, metaCluster, groups, leaderless, best, at, since} = report;
	const skew =
		best === undefined || best.stepDowns === 0
			? ''
			: isLower(best.ratio, distribution.maxRatio)
				? `, ${formatRatio(best.ratio)}x possible in ${best.stepDowns} step-downs`
				: `, ${best.improves.map(each => improvementText(each)).join(', ')} in ${best.stepDowns} step-downs`;
	return [
		`${groups} groups, ${leaderless} without a leader`,
		`meta leader ${metaLeader === undefined ? 'unknown' : markdownText(metaLeaderText(distribution.cluster, metaLeader, metaCluster))}`,
		`average ${distribution.average.toFixed(1)} leaders a server`,
		`skew ${formatRatio(distribution.maxRatio)}x${skew}`,
		...(since ? [`watched for ${formatDuration(at - since.at)}`] : []),
	].join('; ');
}

const headings = [
	'Server',
	'Version',
	'State',
	'Streams',
	'Consumers',
	'R1',
	'Leaders',
	'x avg',
	'Change',
	'Hotspot',
	'OK to stop',
	'Msg/s',
	'CPU',
	'Memory',
	'Connections',
	'Slow',
];

function serversTable(report: MarkdownReport): string {
	const {distribution} = report;
	return markdownTable(
		headings,
		distribution.shares.map(share => serverCells(share, report)),
	);
}

function serverCells(
	share: ServerShare,
	{distribution, metaLeader, metaCluster, since, stopOf}: MarkdownReport,
): string[] {
	const {server, streamLeaders, consumerLeaders, r1, leaders, ratio, hotspot} = share;
	const {stats, messagesPerSecond} = presentFigures(server);
	const stop = hasJetStream[server.state] ? stopOf(server.name) : undefined;
	const before = since?.leaders.get(server.name);
	return [
		server.name +
			(server.name === metaLeader && metaCluster === distribution.cluster ? ' (meta)' : ''),
		server.version,
		stateNames[server.state],
		String(streamLeaders),
		String(consumerLeaders),
		String(r1),
		String(leaders),
		formatRatio(ratio),
		formatChange(before === undefined ? undefined : streamLeaders + consumerLeaders - before),
		hotspot ? 'HOT' : '',
		stop?.type ?? '-',
		formatRate(messagesPerSecond),
		stats ? `${formatCount(stats.cpuPercent)}%` : '-',
		formatBytes(stats?.memoryBytes),
		formatCount(stats?.connections),
		formatCount(stats?.slowConsumers),
	];
}

function hotspotParts({shares, average}: Distribution): string[] {
	const hot = shares.filter(({hotspot}) => hotspot);
	return hot.length === 0
		? []
		: [
				'## Hotspots',
				markdownList(
					hot.map(
						({server, leaders, ratio}) =>
							`${server.name}: ${leaders} leaders, ${formatRatio(ratio)}x the average of ${average.toFixed(1)}`,
					),
				),
			];
}

function stopParts({distribution, stopOf}: MarkdownReport): string[] {
	const waiting = distribution.shares.flatMap(({server}) => {
		const stop = stopOf(server.name);
		return stop?.type === 'wait' ? [`${server.name} waits for: ${stop.reasons.join('; ')}`] : [];
	});
	return waiting.length === 0 ? [] : ['## Must not stop now', markdownList(waiting)];
}

function actParts({acts, earlierActs, audit}: MarkdownReport): string[] {
	if (acts.length === 0) {
		return ['Nothing.'];
	}

	return [
		...(earlierActs > 0 ? [`${earlierActs} earlier ones, and:`] : []),
		markdownList(acts),
		...(audit === undefined ? [] : [`Recorded in ${markdownText(audit, 1000)}`]),
	];
}

/** A text as Markdown shows it, whatever it holds: cleaned as for a terminal, and with no character left that marks up. */
export function markdownText(text: string, maxLength?: number): string {
	return cleanText(text, maxLength).replaceAll(/[\\`*_{}[\]<>|~#&!]/g, String.raw`\$&`);
}

export function markdownList(items: readonly string[]): string {
	return items.map(item => `- ${markdownText(item, 1000)}`).join('\n');
}

export function markdownTable(
	headings: readonly string[],
	rows: readonly (readonly string[])[],
): string {
	return [
		row(headings),
		row(headings.map(() => '---')),
		...rows.map(cells => row(cells.map(cell => markdownText(cell)))),
	].join('\n');
}

function row(cells: readonly string[]): string {
	return `| ${cells.join(' | ')} |`;
}
