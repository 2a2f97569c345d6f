import type {ReactNode} from 'react';
import {Box} from 'ink';
import type {Glyphs} from '../glyphs.ts';
import type {Toned} from '../theme.ts';
import {clipToned, widthOf} from '../text/toned.ts';
import {Spans} from './span.tsx';
import {Room, useGlyphs} from './theme.tsx';

export type PanelProps = {
	/** Cut where there is no room. */
	readonly title?: readonly Toned[] | undefined;
	/** What stands in the border below. */
	readonly footer?: readonly Toned[] | undefined;
	readonly width: number;
	/** Rows of the terminal, with title and border. */
	readonly height: number;
	/** Without borders a rule with the title stands above the content. */
	readonly bordered: boolean;
	readonly children?: ReactNode;
};

/** A part of the screen with its title. */
export function Panel({title = [], footer = [], width, height, bordered, children}: PanelProps) {
	const glyphs = useGlyphs();
	const {topLeft, topRight, bottomLeft, bottomRight, horizontal, vertical} = glyphs;
	if (!bordered) {
		return (
			<Box flexDirection="column" width={width} height={height} flexShrink={0}>
				<Edge width={width} left={horizontal} right="" text={title} />
				<Room value={width}>{children}</Room>
			</Box>
		);
	}

	return (
		<Box flexDirection="column" width={width} height={height} flexShrink={0}>
			<Edge width={width} left={topLeft} right={topRight} text={title} />
			<Box
				flexDirection="column"
				width={width}
				height={Math.max(0, height - 2)}
				flexShrink={0}
				borderStyle={{...noBorder, left: vertical, right: vertical}}
				borderTop={false}
				borderBottom={false}
				borderDimColor
			>
				<Room value={width - 2}>{children}</Room>
			</Box>
			<Edge width={width} left={bottomLeft} right={bottomRight} text={footer} />
		</Box>
	);
}

/** Ink wants all sides of a border. */
const noBorder = {top: '', bottom: '', topLeft: '', topRight: '', bottomLeft: '', bottomRight: ''};

/** The rows and columns that a panel has for its content. */
export function insideOf({
	width,
	height,
	bordered,
}: Pick<PanelProps, 'width' | 'height' | 'bordered'>): {
	readonly width: number;
	readonly height: number;
} {
	return bordered
		? {width: Math.max(0, width - 2), height: Math.max(0, height - 2)}
		: {width, height: Math.max(0, height - 1)};
}

type EdgeProps = {
	readonly width: number;
	readonly left: string;
	readonly right: string;
	readonly text: readonly Toned[];
};

function Edge({width, left, right, text}: EdgeProps) {
	const glyphs = useGlyphs();
	return (
		<Box width={width} height={1} flexShrink={0}>
			<Spans of={edgeOf({width, left, right, text}, glyphs)} />
		</Box>
	);
}

/** `╭ servers ─────────╮` */
function edgeOf(
	{width, left, right, text}: EdgeProps,
	{horizontal, ellipsis}: Glyphs,
): readonly Toned[] {
	const rule = (cells: number): string => horizontal.repeat(Math.max(0, cells));
	const room = width - left.length - right.length - 3;
	if (text.length === 0 || room < 3) {
		return [{text: left + rule(width - left.length - right.length) + right, tone: 'rule'}];
	}

	const said = clipToned(text, room, ellipsis);
	return [
		{text: `${left} `, tone: 'rule'},
		...said,
		{text: ` ${rule(room + 1 - widthOf(said))}${right}`, tone: 'rule'},
	];
}
