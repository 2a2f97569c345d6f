/** How a text looks, with colours in Ink's spelling: `red`, `ansi256(28)`. */
export type Style = {
	readonly color?: string;
	readonly backgroundColor?: string;
	readonly bold?: boolean;
	readonly dimColor?: boolean;
	readonly inverse?: boolean;
};

type Colors = Readonly<
	Record<
		| 'green'
		| 'yellow'
		| 'red'
		| 'blue'
		| 'cyan'
		| 'orange'
		| 'violet'
		/** Marks on the bars. */
		| 'onLoad'
		| 'onHot',
		Style
	>
> & {readonly lines: readonly Style[]};

export type Palette = Colors & {
	readonly selectedGround: string | undefined;
	readonly selectedText: string | undefined;
	/** What could not be read on that ground. */
	readonly onSelected: Partial<Colors>;
};

/** NO_COLOR and terminals without colours: bold, dim and inverse stay. */
export const noPalette: Palette = {
	green: {},
	yellow: {},
	red: {},
	blue: {},
	cyan: {},
	orange: {bold: true},
	violet: {},
	onLoad: {inverse: true},
	onHot: {inverse: true},
	lines: [],
	selectedGround: undefined,
	selectedText: undefined,
	onSelected: {},
};

/**
 * They follow the operator's own palette. Yellow cannot be read on white, so it is a ground. Bold is bright in most
 * terminals, and another colour in some (Solarized): what stands beside a ground of the same name is not bold.
 */
export const sixteen: Palette = {
	green: {color: 'green'},
	yellow: {color: 'black', backgroundColor: 'yellow'},
	red: {color: 'red'},
	blue: {color: 'blue'},
	cyan: {color: 'cyan'},
	orange: {color: 'magenta'},
	violet: {},
	onLoad: {color: 'white', backgroundColor: 'blue'},
	onHot: {color: 'white', backgroundColor: 'magenta'},
	// Thin lines: those that can be seen on black and on white come first.
	lines: [
		{color: 'magenta'},
		{},
		{color: 'red'},
		{color: 'green'},
		{color: 'cyan'},
		{color: 'blue'},
	],
	selectedGround: 'white',
	selectedText: 'black',
	onSelected: {green: {}, cyan: {}},
};

/** Of the 256: each at least 3:1 against black and against white (WCAG), which a test computes. */
export const many: Palette = {
	green: {color: 'ansi256(28)'},
	yellow: {color: 'ansi256(136)'},
	red: {color: 'ansi256(196)'},
	blue: {color: 'ansi256(32)'},
	cyan: {color: 'ansi256(30)'},
	orange: {color: 'ansi256(166)', bold: true},
	violet: {color: 'ansi256(133)'},
	onLoad: {color: 'ansi256(231)', backgroundColor: 'ansi256(32)'},
	onHot: {color: 'ansi256(231)', backgroundColor: 'ansi256(166)'},
	// Red and orange, which mean something elsewhere, come last.
	lines: [32, 133, 28, 30, 166, 196].map(color => ({color: `ansi256(${color})`})),
	selectedGround: 'ansi256(254)',
	selectedText: 'ansi256(16)',
	onSelected: {yellow: {color: 'ansi256(94)'}},
};
