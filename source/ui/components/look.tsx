import {createContext, memo, useContext, useMemo, type ReactNode} from 'react';
import {Box, Text} from 'ink';
import {asciiGlyphs, unicodeGlyphs, type Glyphs} from '../glyphs.ts';
import type {TerminalFeatures} from '../terminal-features.ts';
import {clipLine, toned, lineWidth, type Line} from '../text/line.ts';
import {toAscii} from '../text/width.ts';
import {createTheme, type Shade, type Theme} from '../theme.ts';

type Look = {readonly theme: Theme; readonly glyphs: Glyphs};

const LookContext = createContext<Look>({theme: createTheme(0), glyphs: unicodeGlyphs});
const ShadeContext = createContext<Shade>('usual');

type LookProviderProps = {
	readonly features: Pick<TerminalFeatures, 'colorLevel' | 'unicode'>;
	readonly children: ReactNode;
};

/** Hands down colours and signs. */
export function LookProvider({features: {colorLevel, unicode}, children}: LookProviderProps) {
	const look = useMemo(
		() => ({theme: createTheme(colorLevel), glyphs: unicode ? unicodeGlyphs : asciiGlyphs}),
		[colorLevel, unicode],
	);
	return <LookContext value={look}>{children}</LookContext>;
}

/** Everything within stands in this shade. */
export const Shaded = ShadeContext.Provider;

export function useGlyphs(): Glyphs {
	return useContext(LookContext).glyphs;
}

type LinesProps = {
	readonly lines: readonly Line[];
	/** What is longer is cut with an ellipsis. */
	readonly width: number;
	/** Rows of the terminal; as many as there are lines unless given. */
	readonly height?: number;
	/** The line that stands on a ground of its own; its colours stay. */
	readonly selected?: number;
};

/** Lines of text, each exactly one row. Everything on the screen passes through here, where it is cleaned and coloured. */
export function Lines({lines, width, height = lines.length, selected}: LinesProps) {
	const {theme, glyphs} = useContext(LookContext);
	const shade = useContext(ShadeContext);
	const painted = lines.slice(0, height).map((line, index) => {
		const clipped = clipLine(line, width, glyphs.ellipsis);
		const shown = glyphs.ascii
			? clipped.map(piece => ({...piece, text: toAscii(piece.text)}))
			: clipped;
		if (index !== selected) {
			return theme.paint(shown, shade);
		}

		const rest = theme.selectedGround === undefined ? 0 : width - lineWidth(shown);
		return theme.paint([...shown, toned(' '.repeat(rest))], 'selected');
	});
	return (
		<Box flexDirection="column" width={width} height={height} flexShrink={0}>
			{painted.map((text, index) => (
				<Row key={index} text={text} />
			))}
		</Box>
	);
}

/** Ink lays a text out again only where it has changed. One that is empty would take no row. */
const Row = memo(({text}: {readonly text: string}) => (
	<Text wrap="truncate">{text === '' ? ' ' : text}</Text>
));
