import chalk, {backgroundColorNames, foregroundColorNames, type ChalkInstance} from 'chalk';
import {many, noPalette, sixteen, type Palette, type Style} from './palettes.ts';
import type {ColorLevel, TerminalFeatures} from './terminal-features.ts';

/**
 * What a piece of text means. Colours are chosen here and nowhere else, and nothing is said by colour alone:
 * with level 0 every screen says the same in words and signs.
 */
export type Tone =
	| 'text'
	/** What the eye should find first. */
	| 'strong'
	/** Present, but in the background: units, captions, what does not matter now. */
	| 'muted'
	/** Lines that part the screen. */
	| 'rule'
	| 'good'
	| 'warning'
	| 'bad'
	/** The name of a key, where keys are listed. */
	| 'key'
	/** A server that carries its share. */
	| 'load'
	/** A server that carries too much. */
	| 'hot'
	/** Part of a bar that will go away, or come. */
	| 'leaving'
	| 'coming'
	/** The marks of fair share and threshold, beside a bar and on one. */
	| 'mark'
	| 'mark-on-load'
	| 'mark-on-hot'
	/** Just back from a restart. */
	| 'fresh'
	| 'tagged'
	/** The lines of a chart, one after the other. */
	| 'line-1'
	| 'line-2'
	| 'line-3'
	| 'line-4'
	| 'line-5'
	| 'line-6'
	/** Not available, with a reason said beside it. */
	| 'locked'
	/** What must not be overlooked: SIMULATED, FROZEN, read-only. */
	| 'badge';

/** A piece of text with its meaning. */
export type Toned = {
	readonly text: string;
	readonly tone: Tone;
	/** A name gives way where there is no room: it loses its middle, since server names differ at the end. */
	readonly isName?: true;
};

/**
 * Where a text stands: as usual, in the selected row, or in a picture that is old. The selected row keeps its colours on a
 * ground of its own.
 */
export type Shade = 'usual' | 'selected' | 'faded';

export type Theme = {
	readonly styleOf: (tone: Tone, shade: Shade) => Style;
	/** Texts that stand one after the other, as they look there. Neighbours that look alike are one: each costs Ink time. */
	readonly paint: (texts: readonly Toned[], shade: Shade) => string;
	/** Behind the selected row; undefined where there are no colours. */
	readonly selectedGround: string | undefined;
};

/**
 * Has Ink write as many colours as the terminal can show: it asks chalk, and chalk knows fewer terminals than we do. At
 * level 0 a terminal still gets bold, dim and inverse.
 */
export function showColors({
	colorLevel,
	styled,
}: Pick<TerminalFeatures, 'colorLevel' | 'styled'>): void {
	chalk.level = colorLevel === 0 && styled ? 1 : colorLevel;
}

/** The colours for a terminal with this many of them: 0 none, 1 sixteen, 2 the 256, 3 all. */
export function createTheme(level: ColorLevel): Theme {
	const palette = level === 0 ? noPalette : level === 1 ? sixteen : many;
	const usual = tonesOf(palette);
	const selected = tonesOf({...palette, ...palette.onSelected});
	const looks = new Map<string, Look>();

	function styleOf(tone: Tone, shade: Shade): Style {
		return {
			usual: usual[tone],
			selected: onSelected(selected[tone], palette),
			faded: fadedTones[tone] ?? {dimColor: true},
		}[shade];
	}

	function lookOf(tone: Tone, shade: Shade): Look {
		const key = `${shade} ${tone}`;
		const look = looks.get(key) ?? createLook(styleOf(tone, shade));
		looks.set(key, look);
		return look;
	}

	return {
		styleOf,
		paint(texts, shade) {
			const pieces: {text: string; look: Look}[] = [];
			for (const {text, tone} of texts) {
				const look = lookOf(tone, shade);
				const last = pieces.at(-1);
				const isUnseen = !look.hasGround && last?.look.hasGround === false && /^ *$/.test(text);
				if (last && (last.look.id === look.id || isUnseen)) {
					last.text += text;
				} else if (text !== '') {
					pieces.push({text, look});
				}
			}

			return pieces.map(({text, look}) => look.paint(text)).join('');
		},
		selectedGround: palette.selectedGround,
	};
}

/** How texts of a tone look in a shade; those of one `id` look alike. */
type Look = {
	readonly id: string;
	readonly hasGround: boolean;
	readonly paint: (text: string) => string;
};

function createLook(style: Style): Look {
	const {color, backgroundColor, bold, dimColor, inverse} = style;
	const named = foregroundColorNames.find(name => name === color);
	const ground = backgroundColorNames.find(name => name.toLowerCase() === `bg${backgroundColor}`);
	let pen: ChalkInstance = chalk;
	pen = dimColor ? pen.dim : pen;
	if (color !== undefined) {
		pen = named ? pen[named] : pen.ansi256(numberOf(color));
	}

	if (backgroundColor !== undefined) {
		pen = ground ? pen[ground] : pen.bgAnsi256(numberOf(backgroundColor));
	}

	pen = bold ? pen.bold : pen;
	pen = inverse ? pen.inverse : pen;
	return {id: JSON.stringify(style), hasGround: hasGround(style), paint: text => pen(text)};
}

/** Of a colour in Ink's spelling, `ansi256(28)`. */
function numberOf(color: string): number {
	return Number(/\d+(?=\))/.exec(color)?.[0]);
}

function hasGround({inverse, backgroundColor}: Style): boolean {
	return inverse === true || backgroundColor !== undefined;
}

/** Text stands in the terminal's own foreground, on whatever ground; colours are for bars, signs and states. */
function tonesOf(palette: Palette): Readonly<Record<Tone, Style>> {
	const {green, red, yellow, blue, cyan, orange, violet, lines} = palette;
	const [first = {}, second = {}, third = {}, fourth = {}, fifth = {}, sixth = {}] = lines;
	return {
		text: {},
		strong: {bold: true},
		muted: {dimColor: true},
		rule: {dimColor: true},
		good: green,
		warning: yellow,
		bad: {...red, bold: true},
		key: {bold: true},
		load: blue,
		hot: orange,
		leaving: {dimColor: true},
		coming: green,
		mark: {bold: true},
		'mark-on-load': palette.onLoad,
		'mark-on-hot': palette.onHot,
		fresh: cyan,
		tagged: {...violet, bold: true},
		'line-1': first,
		'line-2': second,
		'line-3': third,
		'line-4': fourth,
		'line-5': fifth,
		'line-6': sixth,
		locked: {dimColor: true},
		badge: {inverse: true},
	};
}

/** In an old picture all is dim, but for what says so. */
const fadedTones: Readonly<Partial<Record<Tone, Style>>> = {
	badge: {inverse: true},
	'mark-on-load': {inverse: true, dimColor: true},
	'mark-on-hot': {inverse: true, dimColor: true},
};

function onSelected(style: Style, {selectedGround, selectedText}: Palette): Style {
	if (selectedGround === undefined) {
		return {...style, inverse: style.inverse !== true};
	}

	if (style.inverse || style.color !== undefined) {
		return {backgroundColor: selectedGround, ...style};
	}

	// Dim would be dim on the other ground, and bold black is grey in most terminals.
	const isBold = style.bold === true && selectedText !== 'black';
	return {
		backgroundColor: selectedGround,
		...(selectedText !== undefined && {color: selectedText}),
		...(isBold && {bold: true}),
	};
}
