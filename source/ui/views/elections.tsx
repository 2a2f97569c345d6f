import type {ReactNode} from 'react';
import {Box} from 'ink';
import {FitParts, fitParts} from '../components/fit-parts.tsx';
import {widthOf} from '../text/toned.ts';
import {insideOf, Panel} from '../components/panel.tsx';
import {Scrolled} from '../components/scrolled.tsx';
import {Span, Spans} from '../components/span.tsx';
import {tableRows, type Column} from '../components/table.tsx';
import {clockTime} from '../../domain/time.ts';
import type {Glyphs} from '../glyphs.ts';
import {causeWords, electionsTitle, pathWords, tookWords} from '../rows/election-words.ts';
import {groupName} from '../rows/group-words.ts';
import {skewWords} from '../rows/skew.ts';
import {workParts, workRemarks} from '../rows/work-words.ts';
import type {Scene} from '../rows/scene.ts';
import {timeline, type TimelineEntry} from '../rows/timeline.ts';
import {cellWidth} from '../text/cell-width.ts';
import {wrapText} from '../text/wrap.ts';
import type {Work} from '../../domain/work.ts';

/** Running work and the newest elections. */
export function Elections({scene}: {readonly scene: Scene}) {
	const {layout} = scene;
	const bordered = layout.size === 'panels';
	const size = {
		width: bordered ? layout.sideColumns + 2 : layout.columns,
		height: bordered ? layout.elections : layout.elections + 1,
		bordered,
	};
	const {width, height} = insideOf(size);
	const indent = bordered ? 1 : 0;
	const gauge = bordered ? undefined : skewWords(scene);
	// The gauge stands on the same row, with two cells of the rule behind it.
	const taken = gauge ? widthOf(gauge) + 3 : 0;
	return (
		<Panel {...size} title={electionsTitle(scene, width - 4 - taken)}>
			<Box paddingLeft={indent}>
				<Scrolled rows={newestRows(scene, width - indent, height)} top={0} height={height} />
			</Box>
		</Panel>
	);
}

/** How long the result of work stays where its progress was, in ms. */
const resultShownMs = 15_000;

function newestRows(scene: Scene, width: number, height: number): readonly ReactNode[] {
	const {shown, work, now, glyphs} = scene;
	const entries = timeline(shown.elections, work?.outcomes ?? [], height);
	const rows = tableRows(electionColumns(entries, glyphs), entries, width).rows;
	// On a single row, how the one step-down ended says more than that it did; that of a meta leader stands nowhere else.
	const saysMore = work?.phase === 'ended' && work.planned === 1 && work.own === 1;
	const isRecent = work !== undefined && now - (work.endedAt ?? now) < resultShownMs;
	const working =
		isRecent && !(height === 1 && saysMore && rows.length > 0)
			? workRows(work, width, height, glyphs)
			: [];
	const all = [...working, ...rows];
	return all.length > 0
		? all
		: [
				<Span key="none" tone="muted">
					no election seen yet
				</Span>,
			];
}

/** How far step-downs are, and how they ended, on at most `height` rows. */
export function workRows(
	work: Work,
	width: number,
	height: number,
	glyphs: Glyphs,
): readonly ReactNode[] {
	const parts = workParts(work, glyphs);
	const remarks = workRemarks(work).join(` ${glyphs.dot} `);
	if (height === 1) {
		const room = width - Math.min(cellWidth(remarks) + 2, Math.ceil(width / 2));
		const fitted = fitParts(parts, remarks === '' ? width : room, 2);
		const gap = remarks === '' || widthOf(fitted) === 0 ? '' : '  ';
		return [<Spans key="work" of={[...fitted, {text: gap + remarks, tone: 'warning'}]} />];
	}

	// What it is and its bar stand first: the counts go below them where they do not fit beside.
	const isLong = widthOf(fitParts(parts, Infinity, 2)) > width;
	const lines = isLong ? [parts.slice(0, 2), parts.slice(2)] : [parts];
	const counts = lines
		.filter(line => line.length > 0)
		.map((line, index) => <FitParts key={index} parts={line} width={width} />);
	return [...counts, ...remarkRows(remarks, width, height - counts.length)];
}

/** Cut with a sign where there are not enough rows. */
function remarkRows(remarks: string, width: number, height: number): readonly ReactNode[] {
	if (remarks === '' || height < 1) {
		return [];
	}

	const lines = wrapText(remarks, Math.max(8, width - 2));
	const fitting =
		lines.length > height
			? [...lines.slice(0, height - 1), lines.slice(height - 1).join(' ')]
			: lines;
	return fitting.map(line => <Span key={line} tone="warning">{`  ${line}`}</Span>);
}

/** The columns of elections, as wide as these need them, and their captions where these are shown. */
export function electionColumns(
	entries: readonly TimelineEntry[],
	glyphs: Glyphs,
	captions = false,
): readonly Column<TimelineEntry>[] {
	const widest = (text: (entry: TimelineEntry) => string) =>
		entries.reduce((most, entry) => Math.max(most, cellWidth(text(entry))), 0);
	const path = widest(entry => pathWords(entry, glyphs));
	const cause = widest(entry => causeWords(entry).text);
	const account = widest(({group}) => group.account);
	const took = widest(tookWords);
	const group = widest(({group}) => groupName(group, glyphs));
	const pathTitle = `FROM ${glyphs.arrow} TO`;
	const captioned = (width: number, title: string) =>
		captions ? Math.max(width, cellWidth(title)) : width;
	const columns: readonly Column<TimelineEntry>[] = [
		{
			id: 'time',
			titles: ['TIME'],
			minWidth: 8,
			rank: 1,
			cell: ({at}) => [{text: clockTime(at), tone: 'muted'}],
		},
		{
			id: 'account',
			titles: ['ACCOUNT'],
			minWidth: Math.min(account, 8),
			maxWidth: captioned(Math.min(account, 16), 'ACCOUNT'),
			rank: 6,
			cell: ({group}) => [{text: group.account, tone: 'muted'}],
		},
		{
			id: 'group',
			titles: [`STREAM ${glyphs.within} CONSUMER`, 'GROUP'],
			minWidth: Math.min(group, 9),
			maxWidth: captioned(Math.min(group, 40), 'GROUP'),
			rank: 3,
			cell: ({group}) => groupName(group, glyphs),
		},
		{
			id: 'path',
			titles: [pathTitle, 'TO'],
			minWidth: Math.min(path, 20),
			maxWidth: captioned(path, pathTitle),
			rank: 2,
			cell: (entry, width) => [{text: pathWords(entry, glyphs, width), tone: 'strong'}],
		},
		{
			id: 'cause',
			titles: ['CAUSE'],
			minWidth: Math.min(cause, 12),
			maxWidth: captioned(cause, 'CAUSE'),
			rank: 4,
			cell: (entry, width) => [causeWords(entry, width)],
		},
		{
			id: 'took',
			titles: ['TOOK'],
			align: 'right',
			minWidth: captioned(took, 'TOOK'),
			rank: 5,
			cell: tookWords,
		},
	];
	return took > 0 ? columns : columns.filter(({id}) => id !== 'took');
}
