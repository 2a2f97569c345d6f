import type {ReactNode} from 'react';
import {spanRow, textRows, toned} from '../components/facts.tsx';
import {insideOf, Panel} from '../components/panel.tsx';
import {Scrolled} from '../components/scrolled.tsx';
import {Span} from '../components/span.tsx';
import {dialogWidth} from '../components/dialog.tsx';
import type {Glyphs} from '../glyphs.ts';
import {keyCaption} from '../key-caption.ts';
import {keySectionsFor, type BoundSection} from '../keys.ts';
import type {Scene} from '../rows/scene.ts';
import {cellWidth} from '../text/cell-width.ts';
import {wrapText} from '../text/wrap.ts';
import type {Tone} from '../theme.ts';

/** All keys with what they do in full, and what the signs mean. */
export function Help({scene, top}: {readonly scene: Scene; readonly top: number}) {
	const size = helpSize(scene);
	const rows = helpRows(scene);
	const {height} = insideOf(size);
	const last = Math.min(rows.length, top + height);
	return (
		<Panel
			{...size}
			title={[
				{text: 'help', tone: 'heading'},
				{text: ` ${scene.glyphs.dot} ${top + 1}-${last} of ${rows.length}`, tone: 'muted'},
			]}
		>
			<Scrolled rows={rows} top={top} height={height} />
		</Panel>
	);
}

export function helpHeight(scene: Scene): number {
	return insideOf(helpSize(scene)).height;
}

/** Everything between the header and the footer. */
function helpSize({layout: {columns, rows, footer, size}}: Scene) {
	return {
		width: columns,
		height: Math.max(0, rows - 1 - footer),
		bordered: size === 'panels',
	};
}

export function helpRows({layout, acting, replay, glyphs}: Scene): readonly ReactNode[] {
	const width = dialogWidth(layout);
	const missing = acting.type === 'locked' ? acting.missing : undefined;
	const keys = keySectionsFor(replay ? 'recording' : 'live')
		// Nothing is asked where nothing can be done.
		.filter(({title}) => !replay || title !== 'Answer')
		.flatMap(section => {
			const isLocked = section.title === 'Act' && missing !== undefined;
			const note = isLocked ? `Locked: ${missing}` : section.note;
			return [
				heading(section.title),
				...(note === undefined ? [] : textRows(note, width, isLocked ? 'warning' : 'muted')),
				...keyRows(replay && isLocked ? [] : section.keys, isLocked, glyphs, width),
				null,
			];
		});
	return [...keys, ...signRows(glyphs, width)];
}

function keyRows(
	bindings: BoundSection['keys'],
	isLocked: boolean,
	glyphs: Glyphs,
	width: number,
): readonly ReactNode[] {
	return bindings.flatMap(({keys, help, acts}) =>
		explained(
			keys.map(key => keyCaption(key, glyphs)).join(' '),
			help,
			width,
			isLocked && acts ? 'locked' : 'text',
		),
	);
}

function signRows(glyphs: Glyphs, width: number): readonly ReactNode[] {
	const signs: ReadonlyArray<readonly [string, string]> = [
		[glyphs.fairShare, 'Fair share: the leaders of all servers divided by the servers'],
		[glyphs.threshold, 'Threshold: a server above it is a hotspot (HOT)'],
		[glyphs.meta, 'Meta leader'],
		[glyphs.away, 'Not responding, or offline'],
		[glyphs.justBack, 'Back from a restart, and for how long'],
		[glyphs.tag, 'Tagged group'],
		[glyphs.change, 'Leaders won or lost since the baseline'],
		[
			`${glyphs.cursor} ${glyphs.cursorElsewhere}`,
			'Selected, in the pane that has the keys and in the other',
		],
		[`${glyphs.live} ${glyphs.notLive}`, 'The screen is live, or is not'],
	];
	const changes: ReadonlyArray<readonly [string, string]> = [
		[glyphs.stays, 'Leaders that stay'],
		[glyphs.leaves, 'Leaders that leave'],
		[glyphs.comes, 'Leaders that come'],
		[glyphs.perhaps, 'Leaders that may come: the groups choose'],
	];
	const explain = (all: typeof signs) =>
		all.flatMap(([sign, meaning]) => explained(sign, meaning, width, 'text'));
	return [
		heading('Signs'),
		...explain(signs),
		null,
		heading('Bars of a question or a plan'),
		...explain(changes),
	];
}

function heading(title: string): ReactNode {
	return <Span tone="strong">{` ${title}`}</Span>;
}

/** Cells for the names of a key; the longest are those of Tab. */
const captionWidth = 13;

/** `  Ctrl-R F5      Ask all servers for everything again`, on as many rows as it takes. */
function explained(caption: string, text: string, width: number, tone: Tone): readonly ReactNode[] {
	return wrapText(text, Math.max(8, width - captionWidth - 4)).map((line, index) => {
		const name = index === 0 ? caption : '';
		const gap = ' '.repeat(Math.max(0, captionWidth - cellWidth(name)));
		return spanRow(toned(`  ${name}${gap}  `, tone === 'locked' ? tone : 'key'), toned(line, tone));
	});
}
