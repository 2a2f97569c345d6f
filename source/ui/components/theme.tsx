import {createContext, useContext, useMemo, type ReactNode} from 'react';
import {asciiGlyphs, unicodeGlyphs, type Glyphs} from '../glyphs.ts';
import type {TerminalFeatures} from '../terminal-features.ts';
import {createTheme, type Shade, type Theme, type Toned} from '../theme.ts';

type Look = {readonly theme: Theme; readonly glyphs: Glyphs};

const LookContext = createContext<Look>({theme: createTheme(0), glyphs: unicodeGlyphs});
const ShadeContext = createContext<Shade>('usual');

export type LookProps = {
	readonly features: Pick<TerminalFeatures, 'colorLevel' | 'unicode'>;
	readonly children: ReactNode;
};

/** Hands down colours and signs. */
export function LookProvider({features: {colorLevel, unicode}, children}: LookProps) {
	const look = useMemo(
		() => ({theme: createTheme(colorLevel), glyphs: unicode ? unicodeGlyphs : asciiGlyphs}),
		[colorLevel, unicode],
	);
	return <LookContext value={look}>{children}</LookContext>;
}

const RoomContext = createContext(Infinity);

/** Cells that a text within has for itself: Ink cuts with an ellipsis that ASCII does not have. */
export const Room = RoomContext.Provider;

export function useRoom(): number {
	return useContext(RoomContext);
}

/** Everything within stands in this shade. */
export const Shaded = ShadeContext.Provider;

export function useGlyphs(): Glyphs {
	return useContext(LookContext).glyphs;
}

export function useTheme(): Theme {
	return useContext(LookContext).theme;
}

/** Gives texts their looks here, by their meaning. */
export function usePaint(): (texts: readonly Toned[]) => string {
	const {paint} = useTheme();
	const shade = useContext(ShadeContext);
	return texts => paint(texts, shade);
}
