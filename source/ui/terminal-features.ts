/** 0 no colours, 1 the 16 basic ones, 2 a palette of 256, 3 all 16 million: as chalk counts. */
export type ColorLevel = 0 | 1 | 2 | 3;

/** What the terminal can show, and whether there is one. */
export type TerminalFeatures = {
	readonly colorLevel: ColorLevel;
	/** Whether bold, dim and inverse may be written: NO_COLOR does not forbid them, but a file takes none. */
	readonly styled: boolean;
	/** Whether anything but ASCII may be drawn. */
	readonly unicode: boolean;
	readonly screenReader: boolean;
	/** Whether a live screen is possible: keys come in, and what goes out can be placed. */
	readonly interactive: boolean;
	/** Why it is not, and what to do about it. */
	readonly obstacle: string | undefined;
};

export type FeatureSources = {
	readonly env: Readonly<Record<string, string | undefined>>;
	/** As Node names it; like Unix unless given. */
	readonly platform?: string;
	readonly stdinIsTerminal: boolean;
	readonly stdoutIsTerminal: boolean;
	/** The flag `--ascii`. */
	readonly ascii?: boolean;
	/** A flag that switches colours on or off for good. */
	readonly colors?: boolean;
};

/** What flags, environment and streams say about the terminal. Flags come before variables. */
export function terminalFeatures(sources: FeatureSources): TerminalFeatures {
	const obstacle = obstacleOf(sources);
	const level = colorLevel(sources);
	return {
		colorLevel: level,
		styled: level > 0 || (sources.stdoutIsTerminal && sources.env['TERM'] !== 'dumb'),
		unicode: sources.ascii !== true && canUnicode(sources),
		// The variable and its value are Ink's.
		screenReader: sources.env['INK_SCREEN_READER'] === 'true',
		interactive: obstacle === undefined,
		obstacle,
	};
}

function obstacleOf(sources: FeatureSources): string | undefined {
	if (!sources.stdoutIsTerminal) {
		return 'stdout is not a terminal';
	}

	if (!sources.stdinIsTerminal) {
		return 'stdin is not a terminal, so no keys come in';
	}

	const term = sources.env['TERM'] ?? '';
	if (term === '') {
		return isWindowsConsole(sources)
			? undefined
			: 'TERM is not set; set it to the kind of your terminal, such as TERM=xterm-256color';
	}

	return term === 'dumb' ? 'TERM=dumb: this terminal cannot move its cursor' : undefined;
}

/** The terminals of Windows set no TERM, and obey the sequences of xterm, in all colours, since 2018 (Windows 10 1809). */
function isWindowsConsole({env, platform}: FeatureSources): boolean {
	return platform === 'win32' && (env['TERM'] ?? '') === '';
}

function colorLevel(sources: FeatureSources): ColorLevel {
	const {env, colors, stdoutIsTerminal} = sources;
	const forced = env['FORCE_COLOR'];
	const refused = forced === undefined && ((env['NO_COLOR'] ?? '') !== '' || !stdoutIsTerminal);
	if (colors === false || (refused && colors !== true)) {
		return 0;
	}

	const exact = colors === undefined ? levels.get(forced ?? '') : undefined;
	const level = isWindowsConsole(sources) ? 3 : levelOfTerminal(env);
	return exact ?? (level === 0 && (colors === true || forced !== undefined) ? 1 : level);
}

/** `FORCE_COLOR` by its value; anything else means: colours, as many as there are. */
const levels: ReadonlyMap<string, ColorLevel> = new Map([
	['0', 0],
	['false', 0],
	['1', 1],
	['2', 2],
	['3', 3],
]);

/** Node's own table (`getColorDepth`) knows neither alacritty nor foot, and `screen-256color` for 16 colours. */
function levelOfTerminal(env: FeatureSources['env']): ColorLevel {
	const term = env['TERM'] ?? '';
	if (term === '' || term === 'dumb') {
		return 0;
	}

	if (/^(truecolor|24bit)$/i.test(env['COLORTERM'] ?? '')) {
		return 3;
	}

	// SSH passes TERM on, but not COLORTERM.
	if (/-direct$|^(xterm-)?(alacritty|foot|ghostty|kitty|wezterm)/.test(term)) {
		return 3;
	}

	return term.includes('256') ? 2 : 1;
}

function canUnicode(sources: FeatureSources): boolean {
	const {env} = sources;
	// POSIX: the first of these that is not empty decides, and no locale at all is the C locale.
	const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(value => value) ?? '';
	if (isWindowsConsole(sources) && locale === '') {
		// The old console's fonts lack what we draw with.
		return env['WT_SESSION'] !== undefined || env['TERM_PROGRAM'] !== undefined;
	}

	// The Linux console's font has a few hundred characters, and those in use here are not all among them.
	const hasGlyphs = env['TERM'] !== 'linux' && env['TERM'] !== 'dumb';
	return hasGlyphs && /utf-?8/i.test(locale) && (!isEastAsian(locale) || isNarrow(env));
}

/**
 * Where these languages are spoken many terminals draw lines, blocks and arrows two cells wide (UAX #11, ambiguous width),
 * and none reports it. Wrong lines are worse than plain ones: ASCII, unless the terminal is known for one cell.
 */
function isEastAsian(locale: string): boolean {
	return /^(zh|ja|ko)(_|\.|$)/i.test(locale);
}

/** Terminals that draw ambiguous characters one cell wide unless they are set to do otherwise. */
function isNarrow(env: FeatureSources['env']): boolean {
	return (
		/^(xterm-)?(alacritty|foot|ghostty|kitty|wezterm)/.test(env['TERM'] ?? '') ||
		/^(Apple_Terminal|ghostty|iTerm\.app|vscode|WezTerm)$/.test(env['TERM_PROGRAM'] ?? '') ||
		['KITTY_WINDOW_ID', 'KONSOLE_VERSION', 'VTE_VERSION', 'WT_SESSION'].some(
			name => (env[name] ?? '') !== '',
		)
	);
}
