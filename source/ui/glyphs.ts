/** The signs of the screen. */
export const unicodeGlyphs = {
	ascii: false,
	/** A cell of a bar filled by 1/8 to 8/8. */
	eighths: ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'],
	/** Cells of a bar over another: stays, goes, comes, may come or stay. */
	stays: '█',
	leaves: '░',
	comes: '▓',
	perhaps: '▒',
	fairShare: '│',
	threshold: '¦',
	/** Small to large; nothing at all is a blank. */
	trend: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
	/** Beside the selected row: of the pane that has the keys, and of the other. */
	cursor: '▸',
	cursorElsewhere: '▹',
	done: '✓',
	tag: '■',
	meta: '★',
	justBack: '↑',
	/** On the name of a follower that cannot take over: so many entries behind; not there; anything else. */
	behind: '↓',
	away: '✗',
	unfit: '!',
	live: '●',
	/** How a replay goes on. */
	play: '►',
	pause: '‖',
	end: '■',
	notLive: '○',
	arrow: '→',
	/** Between stream and consumer. */
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

export type Glyphs = Readonly<typeof unicodeGlyphs>;

/** They say the same with `--ascii`, or without a UTF-8 locale. */
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
