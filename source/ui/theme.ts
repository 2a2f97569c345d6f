import {Chalk, type ChalkInstance, type ColorSupportLevel} from 'chalk';

/**
 * What a piece of text means. Colours are chosen here and nowhere else, and nothing is told by colour alone:
 * with level 0 every screen says the same in words and signs.
 */
export type Tone =
	| 'text'
	/** What the eye shall find first. */
	| 'strong'
	/** Present, but in the background: units, captions, what does not matter now. */
	| 'muted'
	| 'title'
	| 'heading'
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
	/** Not available, with a reason said beside it. */
	| 'locked'
	/** What must not be overlooked: SIMULATED, FROZEN, read-only. */
	| 'badge';

export type Theme = {
	readonly tones: Readonly<Record<Tone, Style>>;
	readonly selected: Style;
	readonly faded: Style;
};

export type Style = (text: string) => string;

/** The colours for a terminal with this many of them: 0 none, 1 sixteen, 2 the 256, 3 all. */
export function createTheme(level: ColorSupportLevel): Theme {
	const chalk = new Chalk({level});
	const colour = paletteOf(chalk, level);
	return {
		tones: {
			text: plain,
			strong: chalk.bold,
			muted: colour.grey,
			title: chalk.bold,
			heading: colour.grey,
			rule: colour.grey,
			good: colour.green,
			warning: colour.yellow,
			bad: colour.red.bold,
			key: chalk.bold,
			load: colour.blue,
			hot: colour.orange.bold,
			leaving: colour.grey,
			coming: colour.green,
			mark: chalk.bold,
			'mark-on-load': colour.onBlue,
			'mark-on-hot': colour.onOrange,
			fresh: colour.cyan,
			tagged: colour.yellow.bold,
			locked: colour.grey,
			badge: chalk.inverse,
		},
		selected: chalk.inverse,
		faded: colour.grey,
	};
}

const plain: Style = text => text;

type Palette = Readonly<
	Record<
		'grey' | 'green' | 'yellow' | 'red' | 'blue' | 'cyan' | 'orange' | 'onBlue' | 'onOrange',
		ChalkInstance
	>
>;

/** The sixteen follow the operator's own palette; where there are more, tones that read on dark and on light ground. */
function paletteOf(chalk: ChalkInstance, level: ColorSupportLevel): Palette {
	if (level < 2) {
		const {gray: grey, green, yellow, red, blue, cyan} = chalk;
		const onBlue = chalk.bgBlue.white;
		const onOrange = chalk.bgYellow.black;
		return {grey, green, yellow, red, blue, cyan, orange: yellow, onBlue, onOrange};
	}

	return {
		grey: chalk.ansi256(244),
		green: chalk.ansi256(71),
		yellow: chalk.ansi256(178),
		red: chalk.ansi256(167),
		blue: chalk.ansi256(68),
		cyan: chalk.ansi256(73),
		orange: chalk.ansi256(208),
		onBlue: chalk.bgAnsi256(68).ansi256(231),
		onOrange: chalk.bgAnsi256(208).ansi256(16),
	};
}
