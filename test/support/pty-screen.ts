import {spawn, type IPty} from '@lydell/node-pty';
import xterm from '@xterm/headless';

export type PtyOptions = {
	/** The program; Node itself unless given. */
	readonly command?: string;
	readonly args: readonly string[];
	readonly columns?: number;
	readonly rows?: number;
	/** Added to an environment that is the same on every machine: no CI variables, a UTF-8 locale, 24-bit colours. */
	readonly env?: Readonly<Record<string, string>>;
	readonly cwd?: string;
	/** `false`: a terminal that has only one screen, as GNU screen and mosh have. */
	readonly alternateScreen?: boolean;
	/** Gets what the program writes the moment it arrives, before the screen shows it. */
	readonly onOutput?: (text: string) => void;
};

export type PtyExit = {readonly exitCode: number; readonly signal: number};

/** A program in a terminal of its own, and what a person would see there. */
export type PtyScreen = {
	readonly pid: number;
	/** The terminal itself, for whoever needs its cells. */
	readonly terminal: xterm.Terminal;
	/** The rows of the screen now, without trailing spaces. */
	lines(): string[];
	/** The same with the rows that scrolled away above them. */
	history(): string[];
	/** Everything that the program wrote so far. */
	raw(): string;
	/** Fulfilled with the rows as soon as they satisfy the predicate; rejected, showing them, after `withinMs` or an exit. */
	until(predicate: (lines: string[]) => boolean, withinMs?: number): Promise<string[]>;
	/** Types. */
	keys(text: string): void;
	/** Pastes as a terminal does: between marks if the program asked for them. */
	paste(text: string): void;
	resize(columns: number, rows: number): void;
	signal(signal: NodeJS.Signals): void;
	/** Takes no more of what the program writes, as a connection that stalls. */
	stall(): void;
	resume(): void;
	/** Takes the terminal away: the program gets a SIGHUP and errors. */
	hangUp(): void;
	/** Fulfilled when the program has ended and all that it wrote is on the screen. */
	readonly exited: Promise<PtyExit>;
	readonly isAlternate: boolean;
	readonly isCursorVisible: boolean;
	readonly isPasteMarked: boolean;
	readonly isWrapping: boolean;
	/** Ends the program if it still runs. */
	close(): Promise<void>;
};

/** Starts a program in a pseudo-terminal. Close it in the end, whatever happened. */
export function openPty({
	command = process.execPath,
	args,
	columns = 80,
	rows = 24,
	env = {},
	cwd = process.cwd(),
	alternateScreen = true,
	onOutput,
}: PtyOptions): PtyScreen {
	const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
	const child = spawn(command, [...args], {
		cols: columns,
		rows,
		cwd,
		env: {...environment(), ...env},
	});
	const modes = followModes(terminal);
	if (!alternateScreen) {
		for (const final of ['h', 'l']) {
			terminal.parser.registerCsiHandler({prefix: '?', final}, ([mode]) => mode === 1049);
		}
	}

	const waiting = new Set<() => void>();
	const recheck = () => {
		for (const check of waiting) {
			check();
		}
	};
	let raw = '';
	let exit: PtyExit | undefined;

	child.onData(text => {
		onOutput?.(text);
		raw += text;
		// What a terminal does not show yet (DEC mode 2026), no person sees.
		const isWhole = raw.lastIndexOf('\u001B[?2026h') <= raw.lastIndexOf('\u001B[?2026l');
		terminal.write(text, isWhole ? recheck : undefined);
	});
	terminal.onData(answer => {
		child.write(answer);
	});
	const exited = new Promise<PtyExit>(resolve => {
		child.onExit(({exitCode, signal = 0}) => {
			terminal.write('', () => {
				exit = {exitCode, signal};
				resolve(exit);
				recheck();
			});
		});
	});

	const history = () => {
		const buffer = terminal.buffer.active;
		return Array.from(
			{length: buffer.baseY + terminal.rows},
			(_, row) => buffer.getLine(row)?.translateToString(false, 0, terminal.cols).trimEnd() ?? '',
		);
	};
	const lines = () => history().slice(-terminal.rows);

	return {
		pid: child.pid,
		terminal,
		lines,
		history,
		raw: () => raw,
		until: (predicate, withinMs = 10_000) =>
			new Promise((resolve, reject) => {
				const settle = (finish: () => void) => {
					clearTimeout(timer);
					waiting.delete(check);
					finish();
				};
				const fail = (reason: string) => {
					settle(() => {
						reject(new Error(`${reason}; the screen:\n${lines().join('\n')}`));
					});
				};
				const check = () => {
					const now = lines();
					if (predicate(now)) {
						settle(() => {
							resolve(now);
						});
					} else if (exit) {
						fail(`The program ended (${exit.exitCode}) without what was waited for`);
					}
				};
				const timer = setTimeout(() => {
					fail(`Not seen within ${withinMs} ms`);
				}, withinMs);
				waiting.add(check);
				check();
			}),
		keys: text => {
			child.write(text);
		},
		paste: text => {
			child.write(terminal.modes.bracketedPasteMode ? `\u001B[200~${text}\u001B[201~` : text);
		},
		resize: (columns, rows) => {
			terminal.resize(columns, rows);
			child.resize(columns, rows);
		},
		signal: signal => {
			process.kill(child.pid, signal);
		},
		stall: () => {
			child.pause();
		},
		resume: () => {
			child.resume();
		},
		hangUp: () => {
			closeMaster(child);
		},
		exited,
		get isAlternate() {
			return terminal.buffer.active.type === 'alternate';
		},
		get isCursorVisible() {
			return modes.isCursorVisible();
		},
		get isPasteMarked() {
			return terminal.modes.bracketedPasteMode;
		},
		get isWrapping() {
			return terminal.modes.wraparoundMode;
		},
		close: async () => {
			if (!exit) {
				child.kill('SIGKILL');
				await exited;
			}

			terminal.dispose();
		},
	};
}

/** What a program in a terminal needs to know, and nothing of the machine that the test runs on. */
function environment(): Record<string, string> {
	return {
		PATH: process.env['PATH'] ?? '',
		HOME: process.env['HOME'] ?? '',
		TERM: 'xterm-256color',
		COLORTERM: 'truecolor',
		LANG: 'C.UTF-8',
	};
}

/** The cursor's visibility (DEC mode 25) is not among the modes that xterm tells. */
function followModes(terminal: xterm.Terminal) {
	let visible = true;
	for (const [final, sets] of [
		['h', true],
		['l', false],
	] as const) {
		terminal.parser.registerCsiHandler({prefix: '?', final}, parameters => {
			if (parameters.includes(25)) {
				visible = sets;
			}

			return false;
		});
	}

	return {isCursorVisible: () => visible};
}

function closeMaster(child: IPty): void {
	// Not `kill`, which would only send the signal: the terminal itself goes away.
	(child as unknown as {destroy(): void}).destroy();
}
