/** 0 no colours, 1 the 16 basic ones, 2 a palette of 256, 3 all 16 million: as chalk counts. */
export type ColorLevel = 0 | 1 | 2 | 3;

/** What the terminal can show, and whether there is one. */
export type TerminalFeatures = {
	readonly colorLevel: ColorLevel;
	/** Whether anything but ASCII may be drawn. */
	readonly unicode: boolean;
	readonly screenReader: boolean;
	/** Whether a live screen is possible: keys come in, and what goes out can be placed. */
	readonly interactive: boolean;
};

export type FeatureSources = {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly stdinIsTerminal: boolean;
	readonly stdoutIsTerminal: boolean;
	/** The flag `--ascii`. */
	readonly ascii?: boolean;
	/** A flag that switches colours on or off for good. */
	readonly colors?: boolean;
};

/** What flags, environment and streams say about the terminal. Flags come before variables. */
export function terminalFeatures(sources: FeatureSources): TerminalFeatures {
	const {env, stdinIsTerminal, stdoutIsTerminal} = sources;
	const term = env['TERM'] ?? '';
	return {
		colorLevel: colorLevel(sources),
		unicode: sources.ascii !== true && canUnicode(env),
		// The variable and its value are Ink's.
		screenReader: env['INK_SCREEN_READER'] === 'true',
		interactive: stdinIsTerminal && stdoutIsTerminal && term !== '' && term !== 'dumb',
	};
}

function colorLevel({env, colors, stdoutIsTerminal}: FeatureSources): ColorLevel {
	const forced = env['FORCE_COLOR'];
	const refused = forced === undefined && ((env['NO_COLOR'] ?? '') !== '' || !stdoutIsTerminal);
	if (colors === false || (refused && colors !== true)) {
		return 0;
	}

	const exact = colors === undefined ? levels.get(forced ?? '') : undefined;
	const told = levelOfTerminal(env);
	return exact ?? (told === 0 && (colors === true || forced !== undefined) ? 1 : told);
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

function canUnicode(env: FeatureSources['env']): boolean {
	// POSIX: the first of these that is not empty decides, and no locale at all is the C locale.
	const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(value => value) ?? '';
	// The Linux console's font has a few hundred characters, and those in use here are not all among them.
	return env['TERM'] !== 'linux' && env['TERM'] !== 'dumb' && /utf-?8/i.test(locale);
}
