import type {ReactNode} from 'react';
import {Box} from 'ink';
import {clipLine, lineWidth, toned, type Line} from '../text/line.ts';
import {Lines, useGlyphs} from './look.tsx';

export type PanelSize = {
	readonly width: number;
	/** Rows of the terminal, with title and border. */
	readonly height: number;
	/** Without borders a rule with the title stands above the content. */
	readonly bordered: boolean;
};

type PanelProps = PanelSize & {
	/** Cut where there is no room. */
	readonly title?: Line | undefined;
	/** What stands in the border below. */
	readonly footer?: Line | undefined;
	readonly children?: ReactNode;
};

/** A part of the screen with its title. */
export function Panel({title, footer, width, height, bordered, children}: PanelProps) {
	const glyphs = useGlyphs();
	const {topLeft, topRight, bottomLeft, bottomRight, horizontal, vertical} = glyphs;
	const edge = (left: string, right: string, text: Line = []): Line => {
		const room = width - left.length - right.length - 3;
		const said = room < 3 ? [] : clipLine(text, room, glyphs.ellipsis);
		const [before, after] = said.length === 0 ? [left, ''] : [`${left} `, ' '];
		const taken = before.length + lineWidth(said) + after.length + right.length;
		const rule = after + horizontal.repeat(Math.max(0, width - taken)) + right;
		return [toned(before, 'rule'), ...said, toned(rule, 'rule')];
	};
	const sides = bordered && {
		borderStyle: {...noBorder, left: vertical, right: vertical},
		borderTop: false,
		borderBottom: false,
		borderDimColor: true,
	};
	const [left, right] = bordered ? [topLeft, topRight] : [horizontal, ''];
	return (
		<Box flexDirection="column" width={width} height={height} flexShrink={0}>
			<Lines width={width} lines={[edge(left, right, title)]} />
			<Box flexDirection="column" width={width} flexGrow={1} {...sides}>
				{children}
			</Box>
			{bordered && <Lines width={width} lines={[edge(bottomLeft, bottomRight, footer)]} />}
		</Box>
	);
}

/** Ink wants all sides of a border. */
const noBorder = {top: '', bottom: '', topLeft: '', topRight: '', bottomLeft: '', bottomRight: ''};

/** The columns and rows that a panel has for its content. */
export function insideOf({width, height, bordered}: PanelSize) {
	return bordered
		? {width: Math.max(0, width - 2), height: Math.max(0, height - 2)}
		: {width, height: Math.max(0, height - 1)};
}

type DialogProps = PanelSize & {
	readonly title: Line;
	readonly lines: readonly Line[];
	/** The first line in view. */
	readonly top: number;
	/** What the title says where there are more lines below; false: nothing. */
	readonly more?: ((below: number) => string) | false;
};

/** A panel with a text that is read by scrolling. */
export function Dialog({title, lines, top, more = moreBelow, ...size}: DialogProps) {
	const inside = insideOf(size);
	const below = lines.length - top - inside.height;
	const rest = more && below > 0 ? [toned(` (${more(below)})`, 'muted')] : [];
	return (
		<Panel {...size} title={[...title, ...rest]}>
			<Lines {...inside} lines={lines.slice(top)} />
		</Panel>
	);
}

function moreBelow(below: number): string {
	return `${below} more below`;
}
