import {rateBound} from '../rate-bound.ts';
import {beginUpdate, clearScreen, endUpdate, startRow} from './control-sequences.ts';
import {asciiLine} from './ascii-line.ts';
import {clipLine} from './clip-line.ts';
import {cellsOf, type LineCells} from './line-cells.ts';
import {lineChanges, turn, type Writing} from './line-changes.ts';
import type {ScreenSize} from './screen-size.ts';

/** The terminal, as far as a writer of frames needs it. */
export type FrameTarget = {
	readonly size: () => ScreenSize;
	/** Calls `written` when the terminal has taken the text. */
	readonly write: (text: string, written: () => void) => void;
};

export type FrameWriterOptions = {
	/** What frames that no key caused may write for long, in bytes a second; 40,000 unless given. A burst of 64 KB may come at once. */
	readonly bytesPerSecond?: number | undefined;
	/** Whether the terminal can show more than ASCII; `true` unless given. */
	readonly unicode?: boolean | undefined;
	/** Called with the time (`performance.now()`) at which the terminal had taken a frame. */
	readonly onFrameWritten?: ((atMs: number) => void) | undefined;
};

export type FrameCounters = {
	/** Frames written. */
	readonly frames: number;
	readonly bytes: number;
	/** Frames that a newer one replaced before they were written. */
	readonly dropped: number;
};

export type FrameWriter = {
	/** Takes the lines of a whole frame and writes what changed as soon as it may. */
	readonly frame: (lines: readonly string[]) => void;
	/** Has the next frame that changes anything written at once: a key caused it. */
	readonly hurry: () => void;
	/** Starts writing, on a terminal that shows anything. */
	readonly open: () => void;
	/** Stops writing; frames are kept, not shown, until `open`. */
	readonly shut: () => void;
	/** Clears the terminal and writes the newest frame whole. */
	readonly redraw: () => void;
	readonly counters: FrameCounters;
};

/** A line on the terminal; `cells` are undefined where nobody knows in which columns its characters stand. */
type ShownLine = {readonly line: string; readonly cells: LineCells | undefined};

/** An hour of elections would keep a slow line busy; a few seconds of them are no burden to any. */
const burstBytes = 64_000;

const blank: ShownLine = {line: '', cells: {text: '', styles: []}};

/**
 * Writes frames to a terminal by the parts of lines that changed. It never queues: while the terminal has not taken one frame, only
 * the newest of the following ones is kept.
 */
export function createFrameWriter(
	terminal: FrameTarget,
	{bytesPerSecond = 40_000, unicode = true, onFrameWritten}: FrameWriterOptions = {},
): FrameWriter {
	const counters = {frames: 0, bytes: 0, dropped: 0};
	let newest: readonly string[] | undefined;
	let shown: ShownLine[] = [];
	let isShown = true;
	let isOpen = false;
	let isCleared = false;
	let isHurried = false;
	let isDraining = false;
	const bound = rateBound((burstBytes * 1000) / bytesPerSecond);
	let timer: NodeJS.Timeout | undefined;

	function schedule(): void {
		if (!isOpen || isDraining || isShown) {
			return;
		}

		const waitMs = isHurried ? 0 : bound.waitMs();
		if (waitMs <= 0) {
			flush();
		} else {
			timer ??= setTimeout(flush, waitMs);
		}
	}

	function flush(): void {
		clearTimeout(timer);
		timer = undefined;
		isShown = true;
		const changes = takeChanges();
		if (changes === '') {
			return;
		}

		const output = beginUpdate + changes + endUpdate;
		const bytes = Buffer.byteLength(output);
		counters.frames += 1;
		counters.bytes += bytes;
		isHurried = false;
		isDraining = true;
		bound.came((bytes * 1000) / bytesPerSecond);
		terminal.write(output, () => {
			isDraining = false;
			onFrameWritten?.(performance.now());
			schedule();
		});
	}

	function takeChanges(): string {
		const {rows, columns} = terminal.size();
		let changes: Writing = {text: '', style: ''};
		if (!isCleared) {
			changes = {text: clearScreen, style: ''};
			shown = [];
			isCleared = true;
		}

		for (let row = 0; row < rows; row += 1) {
			const line = newest?.[row] ?? '';
			if (line !== (shown[row]?.line ?? '')) {
				const text = unicode ? line : asciiLine(line);
				const drawn = {line, cells: cellsOf(text, columns)};
				const change = changeOf(shown[row] ?? blank, drawn.cells, row, changes.style);
				const start = turn(changes.style, '') + startRow(row);
				// The shorter of two ways: what differs in the row, or all of it.
				const next =
					change && change.text.length <= start.length + text.length
						? change
						: {text: start + clipLine(text, columns), style: ''};
				changes = {text: changes.text + next.text, style: next.style};
				shown[row] = drawn;
			}
		}

		return changes.text + turn(changes.style, '');
	}

	function redraw(): void {
		isCleared = false;
		isShown = newest === undefined;
		isHurried = true;
		schedule();
	}

	return {
		frame(lines) {
			if (!isShown) {
				counters.dropped += 1;
			}

			newest = lines;
			isShown = false;
			schedule();
		},
		hurry() {
			isHurried = true;
		},
		open() {
			isOpen = true;
			redraw();
		},
		shut() {
			isOpen = false;
			clearTimeout(timer);
			timer = undefined;
		},
		redraw,
		counters,
	};
}

/** What differs, where it is known in which columns. */
function changeOf(
	before: ShownLine,
	after: LineCells | undefined,
	row: number,
	style: string,
): Writing | undefined {
	return before.cells && after && lineChanges(before.cells, after, row, style);
}
