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
	const styles = new Map<ChalkInstance, Style>();
	/** Tones that look the same have one style: neighbours of one style are painted in one go. */
	const around = (look: ChalkInstance): Style => {
		const style = styles.get(look) ?? styleOf(look);
		styles.set(look, style);
		return style;
	};

	return {
		tones: {
			text: plain,
			strong: around(chalk.bold),
			muted: around(colour.grey),
			title: around(chalk.bold),
			heading: around(colour.grey),
			rule: around(colour.grey),
			good: around(colour.green),
			warning: around(colour.yellow),
			bad: around(colour.red.bold),
			key: around(chalk.bold),
			load: around(colour.blue),
			hot: around(colour.orange.bold),
			leaving: around(colour.grey),
			coming: around(colour.green),
			mark: around(chalk.bold),
			'mark-on-load': around(colour.onBlue),
			'mark-on-hot': around(colour.onOrange),
			fresh: around(colour.cyan),
			tagged: around(colour.yellow.bold),
			locked: around(colour.grey),
			badge: around(chalk.inverse),
		},
		selected: around(chalk.inverse),
		faded: around(colour.grey),
	};
}

/** Puts around a text what chalk does, which would look in each one for other styles and line breaks: there are none. */
function styleOf(look: ChalkInstance): Style {
	const [before = '', after = ''] = look(' ').split(' ');
	return text => before + text + after;
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
