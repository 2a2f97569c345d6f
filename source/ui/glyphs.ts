/** The signs of the screen. Each set says the same: with `--ascii`, or without a UTF-8 locale, the second is used. */
export type Glyphs = {
	readonly ascii: boolean;
	/** A cell of a bar filled by 1/8 to 8/8. */
	readonly eighths: readonly string[];
	/** Cells of a bar over another: stays, goes, comes, may come or stay. */
	readonly stays: string;
	readonly leaves: string;
	readonly comes: string;
	readonly perhaps: string;
	readonly fairShare: string;
	readonly threshold: string;
	/** Small to large; nothing at all is a blank. */
	readonly trend: readonly string[];
	/** Beside the selected row: of the pane that has the keys, and of the other. */
	readonly cursor: string;
	readonly cursorElsewhere: string;
	readonly done: string;
	readonly tag: string;
	readonly meta: string;
	readonly justBack: string;
	/** On the name of a follower that cannot take over: so many entries behind; not there; anything else. */
	readonly behind: string;
	readonly away: string;
	readonly unfit: string;
	readonly live: string;
	/** How a replay goes on. */
	readonly play: string;
	readonly pause: string;
	readonly end: string;
	readonly notLive: string;
	readonly arrow: string;
	/** Between stream and consumer. */
	readonly within: string;
	readonly dot: string;
	readonly ellipsis: string;
	readonly horizontal: string;
	readonly vertical: string;
	readonly teeDown: string;
	readonly teeUp: string;
	readonly topLeft: string;
	readonly topRight: string;
	readonly bottomLeft: string;
	readonly bottomRight: string;
	readonly change: string;
	readonly up: string;
	readonly down: string;
	readonly left: string;
	readonly right: string;
};

export const unicodeGlyphs: Glyphs = {
	ascii: false,
	eighths: ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'],
	stays: '█',
	leaves: '░',
	comes: '▓',
	perhaps: '▒',
	fairShare: '│',
	threshold: '¦',
	trend: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
	cursor: '▸',
	cursorElsewhere: '▹',
	done: '✓',
	tag: '■',
	meta: '★',
	justBack: '↑',
	behind: '↓',
	away: '✗',
	unfit: '!',
	live: '●',
	play: '►',
	pause: '‖',
	end: '■',
	notLive: '○',
	arrow: '→',
	within: '›',
	dot: '·',
	ellipsis: '…',
	horizontal: '─',
	vertical: '│',
	teeDown: '┬',
	teeUp: '┴',
	topLeft: '╭',
	topRight: '╮',
	bottomLeft: '╰',
	bottomRight: '╯',
	change: 'Δ',
	up: '↑',
	down: '↓',
	left: '←',
	right: '→',
};

export const asciiGlyphs: Glyphs = {
	ascii: true,
	eighths: ['-', '-', '-', '-', '=', '=', '=', '#'],
	stays: '#',
	leaves: '.',
	comes: '+',
	perhaps: '?',
	fairShare: '|',
	threshold: ':',
	trend: ['_', '_', '.', '.', '-', '-', '=', '='],
	cursor: '>',
	cursorElsewhere: '-',
	done: 'x',
	tag: '*',
	meta: '@',
	justBack: '^',
	behind: '<',
	away: '!!',
	unfit: '!',
	live: '*',
	play: '>',
	pause: '=',
	end: '#',
	notLive: 'o',
	arrow: '->',
	within: '>',
	dot: '-',
	ellipsis: '~',
	horizontal: '-',
	vertical: '|',
	teeDown: '+',
	teeUp: '+',
	topLeft: '+',
	topRight: '+',
	bottomLeft: '+',
	bottomRight: '+',
	change: '+/-',
	up: 'Up',
	down: 'Down',
	left: 'Left',
	right: 'Right',
};

/** The signs for a terminal. */
export function glyphsOf({unicode}: {readonly unicode: boolean}): Glyphs {
	return unicode ? unicodeGlyphs : asciiGlyphs;
}
