import {openPty, type PtyOptions, type PtyScreen} from '../test/support/pty-screen.ts';
import {cpuSeconds} from './cpu-time.ts';

/** A program in a terminal, and what it costs. */
export type MeteredTerminal = {
	readonly pty: PtyScreen;
	/** What the program wrote, and the CPU time that it took, while something happened. */
	readonly during: (doing: () => Promise<void>) => Promise<Metered>;
	/** Types, and tells how long it took until the program wrote something that has `sign` in it, in ms. */
	readonly timeKey: (key: string, sign: string) => Promise<number>;
};

export type Metered = {
	readonly elapsedMs: number;
	readonly bytes: number;
	/** Bytes of each synchronized update. */
	readonly frames: readonly number[];
	/** NaN where the system does not tell. */
	readonly cpuPercent: number;
};

/** Starts a program as `openPty` does. The caller closes `pty`. */
export function openMetered(options: PtyOptions): MeteredTerminal {
	const output = meterOutput();
	let onOutput: ((text: string) => void) | undefined;
	const pty = openPty({
		...options,
		onOutput(text) {
			output.take(text);
			onOutput?.(text);
		},
	});
	return {
		pty,
		async during(doing) {
			const bytes = output.bytes();
			const frames = output.frames.length;
			const cpu = cpuSeconds(pty.pid);
			const startedAt = performance.now();
			await doing();
			const elapsedMs = performance.now() - startedAt;
			return {
				elapsedMs,
				bytes: output.bytes() - bytes,
				frames: output.frames.slice(frames),
				cpuPercent: ((cpuSeconds(pty.pid) - cpu) * 100_000) / elapsedMs,
			};
		},
		async timeKey(key, sign) {
			const typedAt = performance.now();
			const answered = new Promise<number>((resolve, reject) => {
				const timer = setTimeout(() => {
					reject(new Error(`${JSON.stringify(key)} was not answered:\n${pty.lines().join('\n')}`));
				}, keyTimeoutMs);
				onOutput = text => {
					if (text.includes(sign)) {
						clearTimeout(timer);
						resolve(performance.now() - typedAt);
					}
				};
			});
			pty.keys(key);
			return answered;
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
