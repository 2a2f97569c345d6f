import {openPty, type PtyOptions, type PtyScreen} from '../test/support/pty-screen.ts';
import {cpuSeconds, queuedMs} from './cpu-time.ts';

/** A program in a terminal, and what it costs. */
export type MeteredTerminal = {
	readonly pty: PtyScreen;
	/** What the program wrote, and the CPU time that it took, while something happened. */
	readonly during: (doing: () => Promise<void>) => Promise<Metered>;
	/** Types, and tells how long it took until the program wrote something that has `sign` in it, in ms. */
	readonly timeKey: (key: string, sign: string) => Promise<number>;
	/**
	 * Types, and tells how long it took until the program wrote what made another text of the rows that `sight` picks out of
	 * the screen, in ms. How long the terminal took to show it is not part of it.
	 */
	readonly timeSight: (key: string, sight: Sight) => Promise<number>;
	/** Calls back with the rows each time after the program wrote, and when (`performance.now()`). Returns the way to end it. */
	readonly watch: (look: (lines: readonly string[], writtenAt: number) => void) => () => void;
};

/** Part of a screen, in one text to compare. */
export type Sight = (lines: readonly string[]) => string;

export type Metered = {
	readonly elapsedMs: number;
	readonly bytes: number;
	/** Bytes of each synchronized update. */
	readonly frames: readonly number[];
	/** NaN where the system does not tell. */
	readonly cpuPercent: number;
	/** How much of the time the main thread waited for a core. NaN where the system does not tell. */
	readonly queuedPercent: number;
};

/** Starts a program as `openPty` does. The caller closes `pty`. */
export function openMetered(options: PtyOptions): MeteredTerminal {
	const output = meterOutput();
	const looks = new Set<(lines: readonly string[], writtenAt: number) => void>();
	let onOutput: ((text: string) => void) | undefined;
	const pty = openPty({
		...options,
		onOutput(text) {
			output.take(text);
			onOutput?.(text);
			if (looks.size > 0) {
				const writtenAt = performance.now();
				// The terminal is given the text right after this, and shows what it was given in turn.
				queueMicrotask(() => {
					pty.terminal.write('', () => {
						const lines = pty.lines();
						for (const look of looks) {
							look(lines, writtenAt);
						}
					});
				});
			}
		},
	});

	function watch(look: (lines: readonly string[], writtenAt: number) => void): () => void {
		looks.add(look);
		return () => {
			looks.delete(look);
		};
	}

	/** @param answer is given what to call with the time of the answer */
	async function timeAnswer(
		key: string,
		answer: (answered: (at: number) => void) => () => void,
	): Promise<number> {
		const typedAt = performance.now();
		return new Promise<number>((resolve, reject) => {
			const timer = setTimeout(() => {
				end();
				reject(new Error(`${JSON.stringify(key)} was not answered:\n${pty.lines().join('\n')}`));
			}, keyTimeoutMs);
			const end = answer(at => {
				clearTimeout(timer);
				end();
				resolve(at - typedAt);
			});
			pty.keys(key);
		});
	}

	return {
		pty,
		watch,
		async during(doing) {
			const bytes = output.bytes();
			const frames = output.frames.length;
			const cpu = cpuSeconds(pty.pid);
			const queued = queuedMs(pty.pid);
			const startedAt = performance.now();
			await doing();
			const elapsedMs = performance.now() - startedAt;
			return {
				elapsedMs,
				bytes: output.bytes() - bytes,
				frames: output.frames.slice(frames),
				cpuPercent: ((cpuSeconds(pty.pid) - cpu) * 100_000) / elapsedMs,
				queuedPercent: ((queuedMs(pty.pid) - queued) * 100) / elapsedMs,
			};
		},
		async timeKey(key, sign) {
			return timeAnswer(key, answered => {
				onOutput = text => {
					if (text.includes(sign)) {
						answered(performance.now());
					}
				};
				return () => {
					onOutput = undefined;
				};
			});
		},
		async timeSight(key, sight) {
			const before = sight(pty.lines());
			return timeAnswer(key, answered =>
				watch((lines, writtenAt) => {
					if (sight(lines) !== before) {
						answered(writtenAt);
					}
				}),
			);
		},
	};
}

const keyTimeoutMs = 10_000;
const endUpdate = '\u001B[?2026l';

function meterOutput() {
	const frames: number[] = [];
	let bytes = 0;
	let unfinished = '';
	return {
		frames,
		bytes: () => bytes,
		take(text: string) {
			bytes += Buffer.byteLength(text);
			const updates = (unfinished + text).split(endUpdate);
			unfinished = updates.pop() ?? '';
			frames.push(...updates.map(update => Buffer.byteLength(update + endUpdate)));
		},
	};
}
