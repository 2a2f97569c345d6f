import {Box, renderToString} from 'ink';
import {cleanText} from '../../domain/clean-text.ts';
import type {CountingRules, ServerShare} from '../../domain/distribution.ts';
import {formatRate, formatRatio} from '../../domain/format.ts';
import {shownLoads} from '../../domain/plan/improvement.ts';
import type {Improvement} from '../../domain/cluster-summary.ts';
import type {Plan} from '../../domain/plan/plan.ts';
import {hasJetStream} from '../../domain/server.ts';
import {alignedText, PlainTable, type PlainColumn} from '../../report/plain-table.tsx';
import type {ClusterView} from '../../state/cluster-view.ts';
import type {Offer} from '../../domain/plan/offer.ts';
import {barScale, changeCells} from '../../ui/components/bars.ts';
import {Lines, LookProvider} from '../../ui/components/look.tsx';
import {groupName} from '../../ui/rows/group-words.ts';
import {glyphsOf, type Glyphs} from '../../ui/glyphs.ts';
import {nowTitles, planFacts} from '../../ui/rows/plan-words.ts';
import type {TerminalFeatures} from '../../ui/terminal-features.ts';
import {factLines, named, toned, type Line} from '../../ui/text/line.ts';
import {cellWidth, toAscii} from '../../ui/text/width.ts';
import {showColors} from '../../ui/theme.ts';

export type PrintStyle = {
	readonly features: Pick<TerminalFeatures, 'colorLevel' | 'styled' | 'unicode'>;
	readonly columns: number;
	readonly rules: CountingRules;
	/** Lists every move, too. */
	readonly moves: boolean;
	/** What is unknown is no reason to refuse. */
	readonly isForced?: boolean;
};

/** A plan as it is printed: which cluster, the bars after over the bars now, and what it means. */
export function offerText(offer: Offer, view: ClusterView, style: PrintStyle): string {
	const {features, columns, rules, moves, isForced} = style;
	const glyphs = glyphsOf(features);
	showColors(features);
	const facts = planFacts(offer, glyphs, isForced).flatMap(({caption, text, tone}) =>
		factLines(caption, text, columns, tone),
	);
	const text = renderToString(
		<LookProvider features={features}>
			<Box flexDirection="column">
				<Lines lines={[headingOf(offer, view, glyphs), []]} width={columns} />
				<PlanTable plan={offer.plan} threshold={rules.threshold} width={columns} glyphs={glyphs} />
				<Lines lines={[[], ...facts]} width={columns} />
			</Box>
		</LookProvider>,
		{columns},
	);
	return [text, ...(moves ? moveLines(offer, view, glyphs) : []), '', ''].join('\n');
}

function headingOf({plan, drain}: Offer, view: ClusterView, {dot}: Glyphs): Line {
	const {groups = 0, leaderless = 0} = view.clusters.get(plan.cluster) ?? {};
	const without = leaderless === 0 ? '' : `, ${leaderless} without a leader`;
	return [
		toned(`cluster ${plan.cluster}`, 'strong'),
		` ${dot} ${groups} groups${without}`,
		toned(drain === undefined ? '' : ` ${dot} drain ${drain}`, 'warning'),
	];
}

type PlanTableProps = {
	readonly plan: Plan;
	/** Times the average above which a server is a hotspot. */
	readonly threshold: number;
	readonly width: number;
	readonly glyphs: Glyphs;
};

/** The servers: what they lead now and after the plan, and the one bar over the other. */
function PlanTable({plan, threshold, width, glyphs}: PlanTableProps) {
	const {of, loads} = shownLoads(plan);
	const weights = new Map(loads.map(load => [load.server, load]));
	const rows = plan.before.shares
		.map((share): PlanRow => {
			const {before, after} = weights.get(share.server.name) ?? {before: 0, after: 0};
			return {share, before, after, takesPart: hasJetStream[share.server.state]};
		})
		.toSorted((a, b) => a.share.server.name.localeCompare(b.share.server.name));
	const figures = {of, rows, average: averageOf(rows), threshold, glyphs};
	return <PlainTable columns={planColumns(figures)} rows={rows} width={width} />;
}

type PlanRow = {
	readonly share: ServerShare;
	readonly before: number;
	readonly after: number;
	/** JetStream is up there. */
	readonly takesPart: boolean;
};

type PlanFigures = {
	readonly of: Improvement['of'];
	readonly rows: readonly PlanRow[];
	readonly average: number;
	readonly threshold: number;
	readonly glyphs: Glyphs;
};

function planColumns({
	of,
	rows,
	average,
	threshold,
	glyphs,
}: PlanFigures): ReadonlyArray<PlainColumn<PlanRow>> {
	const most = Math.max(0, ...rows.flatMap(({before, after}) => [before, after]));
	const longest = Math.max(6, ...rows.map(({share}) => cellWidth(cleanText(share.server.name))));
	const format = of === 'messages' ? formatRate : String;
	const isHot = ({share, takesPart, before}: PlanRow) =>
		of === 'leaders' ? share.hotspot : takesPart && before > threshold * average;
	return [
		{
			title: 'SERVER',
			rank: 1,
			minWidth: Math.min(longest, 40),
			maxWidth: longest,
			cell: (row, width) => (
				<Lines
					width={width}
					lines={[[named(row.share.server.name, isHot(row) ? 'hot' : 'strong')]]}
				/>
			),
		},
		{title: nowTitles[of], align: 'right', rank: 3, cell: ({before}) => format(before)},
		{title: 'AFTER', align: 'right', rank: 2, cell: ({after}) => format(after)},
		{
			title: 'CHANGE AGAINST FAIR SHARE',
			rank: 5,
			minWidth: 16,
			maxWidth: 60,
			cell({before, after}, width) {
				const scale = barScale({average, most, threshold}, width);
				const expected = {least: after, most: after};
				return <Lines width={width} lines={[changeCells(before, expected, scale, glyphs)]} />;
			},
		},
		{
			title: 'x AVG',
			align: 'right',
			rank: 4,
			cell: ({after, takesPart}) =>
				formatRatio(takesPart ? (average === 0 ? 0 : after / average) : undefined),
		},
	];
}

function averageOf(rows: readonly PlanRow[]): number {
	const members = rows.filter(({takesPart}) => takesPart).length;
	return members === 0 ? 0 : rows.reduce((sum, {before}) => sum + before, 0) / members;
}

/** A line a move; the name, which may be long, stands last. */
function moveLines({plan}: Offer, view: ClusterView, glyphs: Glyphs): string[] {
	const rows = plan.moves.flatMap(move => {
		const group = view.groups.get(move.group);
		const expected = move.to === undefined ? ' (expected)' : '';
		return group
			? [
					[
						`  ${group.kind}`,
						cleanText(group.account),
						`${cleanText(move.from)} ${glyphs.arrow} ${cleanText(move.aim)}${expected}`,
						cleanText(groupName(group, glyphs), 1000),
					],
				]
			: [];
	});
	const text = alignedText(rows);
	return rows.length === 0
		? []
		: ['', glyphs.ascii ? text.split('\n').map(toAscii).join('\n') : text];
}
