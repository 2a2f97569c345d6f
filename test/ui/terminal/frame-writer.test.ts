import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {
	createFrameWriter,
	type FrameWriterOptions,
} from '../../../source/ui/terminal/frame-writer.ts';

/** A terminal that takes a write when it is told to. */
function fakeTerminal(options: FrameWriterOptions = {}) {
	const writes: string[] = [];
	const untaken: Array<() => void> = [];
	const size = {columns: 20, rows: 3};
	const writer = createFrameWriter(
		{
			size: () => size,
			write(text, written) {
				writes.push(text.replace(/^\u001B\[\?2026h([^]*)\u001B\[\?2026l$/, '$1'));
				untaken.push(written);
			},
		},
		options,
	);
	return {
		writer,
		writes,
		size,
		take: () => {
			for (const written of untaken.splice(0)) {
				written();
			}
		},
	};
}

const clear = '\u001B[2J';
const row = (number: number, text: string) => `\u001B[${number};1H${text}`;

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

describe('what is written', () => {
	it('is first everything, on a cleared screen', () => {
		const {writer, writes} = fakeTerminal();
		writer.open();
		writer.frame(['a', 'b']);
		expect(writes).toEqual([clear + row(1, 'a') + row(2, 'b')]);
	});

	it('is of a row what changed', () => {
		const {writer, writes, take} = fakeTerminal();
		const [red, plain] = ['\u001B[31m', '\u001B[39m'];
		writer.open();
		writer.frame([`n1 ${red}HOT${plain} 1.80 +56  ok`]);
		take();
		writer.hurry();
		writer.frame([`n1 ${red}HAT${plain} 1.80 +55  ok`]);
		expect(writes[1]).toBe('\u001B[1;5H\u001B[31mA\u001B[15G\u001B[m5');
	});

	it('is a whole row where terminals do not agree on the width of what stands there', () => {
		const {writer, writes, take} = fakeTerminal();
		writer.open();
		writer.frame(['👩‍👩‍👧 1.80']);
		take();
		writer.hurry();
		writer.frame(['👩‍👩‍👧 1.81']);
		expect(writes[1]).toBe(row(1, '\u001B[K👩‍👩‍👧 1.81'));
	});

	it('is then the rows that changed', () => {
		const {writer, writes, take} = fakeTerminal();
		writer.open();
		writer.frame(['a', 'b', 'c']);
		take();
		writer.hurry();
		writer.frame(['a', 'B', '']);
		expect(writes[1]).toBe(row(2, 'B') + row(3, '\u001B[K'));
	});

	it('is nothing when nothing changed', () => {
		const {writer, writes, take} = fakeTerminal();
		writer.open();
		writer.frame(['a']);
		take();
		vi.advanceTimersByTime(1000);
		writer.frame(['a']);
		vi.advanceTimersByTime(1000);
		expect(writes).toHaveLength(1);
		expect(writer.counters).toEqual({
			frames: 1,
			bytes: Buffer.byteLength(`\u001B[?2026h${writes[0]}\u001B[?2026l`),
			dropped: 0,
		});
	});

	it('stays within the terminal', () => {
		const {writer, writes, size} = fakeTerminal();
		size.columns = 5;
		size.rows = 2;
		writer.open();
		writer.frame(['1234567', '日本語', 'below']);
		expect(writes).toEqual([clear + row(1, '12345') + row(2, '日本')]);
	});

	it('is everything again after a redraw', () => {
		const {writer, writes, take} = fakeTerminal();
		writer.open();
		writer.frame(['a', 'b']);
		take();
		writer.redraw();
		expect(writes[1]).toBe(writes[0]);
	});

	it('is nothing while the screen is not ours, and then the newest frame', () => {
		const {writer, writes, take} = fakeTerminal();
		writer.open();
		writer.frame(['a']);
		take();
		writer.shut();
		writer.frame(['b']);
		writer.frame(['c']);
		vi.advanceTimersByTime(1000);
		expect(writes).toHaveLength(1);
		writer.open();
		expect(writes[1]).toBe(clear + row(1, 'c'));
	});
});

describe('when it is written', () => {
	it('is at once, as long as little is written', () => {
		const {writer, writes, take} = fakeTerminal();
		writer.open();
		for (let count = 0; count < 30; count++) {
			writer.frame([String(count)]);
			expect(writes).toHaveLength(count + 1);
			take();
			vi.advanceTimersByTime(33);
		}
	});

	it('is as often as the line shall bear, after a burst, and then the newest frame', () => {
		const {writer, writes, size, take} = fakeTerminal({bytesPerSecond: 40_000});
		size.columns = 200;
		size.rows = 50;
		writer.open();
		const full = (ms: number) => Array.from({length: 50}, () => String(ms % 10).repeat(200));
		writer.frame(full(0));
		take();
		const seconds = 20;
		for (let ms = 1; ms <= seconds * 1000; ms += 1) {
			writer.frame(full(ms));
			vi.advanceTimersByTime(1);
			take();
		}

		const {bytes} = writer.counters;
		const frame = bytes / writes.length;
		expect(bytes).toBeGreaterThan(64_000 + seconds * 40_000 - frame);
		expect(bytes).toBeLessThan(64_000 + seconds * 40_000 + frame);
		expect(writer.counters.dropped).toBeGreaterThan(19_000);
		vi.advanceTimersByTime(1000);
		expect(writes.at(-1)).toContain(full(seconds * 1000)[0]);
	});

	it('is at once after a key, for one frame', () => {
		const {writer, writes, take} = fakeTerminal({bytesPerSecond: 1000});
		writer.open();
		for (let count = 0; writer.counters.dropped === 0; count++) {
			writer.frame([String(count % 10).repeat(20)]);
			take();
		}

		const before = writes.length;
		writer.frame(['data']);
		writer.hurry();
		writer.frame(['key']);
		take();
		writer.frame(['more data']);
		expect(writes.slice(before)).toEqual([row(1, 'key\u001B[K')]);
		vi.advanceTimersByTime(1000);
		expect(writes).toHaveLength(before + 2);
	});

	it('keeps the hurry for the frame that shows what the key did', () => {
		const {writer, writes, take} = fakeTerminal();
		writer.open();
		writer.frame(['a']);
		take();
		writer.hurry();
		writer.frame(['a']);
		writer.frame(['key']);
		expect(writes[1]).toBe(row(1, 'key'));
	});

	it('waits for the terminal to take the frame before, and then skips to the newest', () => {
		const {writer, writes, take} = fakeTerminal();
		writer.open();
		writer.frame(['a']);
		for (const text of ['b', 'c', 'd']) {
			writer.hurry();
			writer.frame([text]);
			vi.advanceTimersByTime(1000);
		}

		expect(writes).toHaveLength(1);
		take();
		expect(writes.slice(1)).toEqual([row(1, 'd')]);
		expect(writer.counters.dropped).toBe(2);
	});

	it('is told when the terminal took it', () => {
		const onFrameWritten = vi.fn();
		const {writer, take} = fakeTerminal({onFrameWritten});
		writer.open();
		writer.frame(['a']);
		vi.advanceTimersByTime(30);
		expect(onFrameWritten).not.toHaveBeenCalled();
		take();
		expect(onFrameWritten.mock.calls).toEqual([[performance.now()]]);
	});
});
