import {setImmediate as turn} from 'node:timers/promises';
import {Box, Text} from 'ink';
import {render} from 'ink-testing-library';
import type {ReactElement} from 'react';
import {describe, expect, it} from 'vitest';
import {App} from '../../source/ui/app.tsx';
import type {Screen} from '../../source/ui/screen.ts';
import {cellsOf} from '../../source/ui/terminal/line-cells.ts';
import {createLinePlaces, PlaceLinesContext} from '../../source/ui/terminal/line-places.ts';
import {PaintLinesContext} from '../../source/ui/terminal/paint-lines.ts';
import {ScreenSizeContext} from '../../source/ui/terminal/screen-size.ts';
import {seededRandom, type Random} from '../support/random.ts';

type Size = Parameters<Screen['lines']>[0];

const size: Size = {columns: 80, rows: 24};
const seeds = Array.from({length: 10}, (_, seed) => seed);

/** A screen that shows what it is told, and its width before it. */
function toldScreen() {
	const listeners = new Set<Parameters<Screen['subscribe']>[0]>();
	let told: readonly string[] = ['first'];
	let shown: {readonly columns: number; readonly lines: readonly string[]} | undefined;
	const linesNow = ({columns}: Size) => {
		if (shown?.columns !== columns) {
			shown = {columns, lines: [`${columns} columns`, ...told]};
		}

		return shown.lines;
	};
	return {
		screen: {
			subscribe(listener) {
				listeners.add(listener);
				return () => void listeners.delete(listener);
			},
			lines: linesNow,
		} satisfies Pick<Screen, 'subscribe' | 'lines'> as unknown as Screen,
		listeners,
		show(lines: readonly string[]) {
			told = lines;
			const columns = shown?.columns ?? size.columns;
			shown = undefined;
			for (const listener of listeners) {
				listener(linesNow({columns, rows: size.rows}));
			}
		},
	};
}

/** Mounted with a way past React and Ink. */
function direct(node: (of: Size) => ReactElement) {
	const places = createLinePlaces();
	const painted: (readonly string[])[] = [];
	const paint = (lines: readonly string[]) => void painted.push(places.trim(lines));
	const tree = (of: Size) => (
		<ScreenSizeContext value={of}>
			<PlaceLinesContext value={places.place}>
				<PaintLinesContext value={paint}>{node(of)}</PaintLinesContext>
			</PlaceLinesContext>
		</ScreenSizeContext>
	);
	const ink = render(tree(size));
	return {
		painted,
		inkFrames: () => ink.frames.length,
		inkLines: () => places.fill(ink.lastFrame() ?? ''),
		rerender: (of: Size) => {
			ink.rerender(tree(of));
		},
		unmount: ink.unmount,
	};
}

describe('with a way to the terminal', () => {
	it.each(seeds)('paints cell by cell what Ink paints (seed %i)', async seed => {
		const random = seededRandom(seed);
		const told = toldScreen();
		const stock = render(<App screen={told.screen} />);
		const {painted} = direct(() => <App screen={told.screen} />);
		for (let round = 0; round < 20; round++) {
			told.show(randomLines(random));
			await turn();
			const byInk = (stock.lastFrame() ?? '').split('\n');
			expect(painted.at(-1)?.map(cells)).toEqual(byInk.map(cells));
		}

		expect(painted).toHaveLength(20);
	});

	it('leaves React and Ink alone', async () => {
		const told = toldScreen();
		const {inkFrames, inkLines} = direct(() => <App screen={told.screen} />);
		expect(inkLines()).toEqual(['80 columns', 'first']);
		const before = inkFrames();
		told.show(['second']);
		told.show(['third']);
		await turn();
		expect(inkFrames()).toBe(before);
	});

	it('has Ink paint the newest lines when the size changes', () => {
		const told = toldScreen();
		const {inkLines, rerender, painted} = direct(() => <App screen={told.screen} />);
		told.show(['second']);
		rerender({columns: 100, rows: 30});
		expect(inkLines()).toEqual(['100 columns', 'second']);
		told.show(['third']);
		expect(painted.at(-1)).toEqual(['100 columns', 'third']);
	});

	it('has Ink paint the newest lines whenever it paints', () => {
		const told = toldScreen();
		const app = <App screen={told.screen} />;
		let below = 'before';
		const {inkLines, rerender} = direct(() => (
			<Box flexDirection="column">
				{app}
				<Text>{below}</Text>
			</Box>
		));
		told.show(['second']);
		// The app itself is not rendered again.
		below = 'after';
		rerender(size);
		expect(inkLines()).toEqual(['80 columns', 'second', 'after']);
	});

	it('listens to the screen once, and no more afterwards', () => {
		const told = toldScreen();
		const {rerender, unmount} = direct(() => <App screen={told.screen} />);
		rerender({columns: 100, rows: 30});
		expect(told.listeners.size).toBe(1);
		unmount();
		expect(told.listeners.size).toBe(0);
	});
});

it('has React and Ink paint where there is no other way', async () => {
	const told = toldScreen();
	const {lastFrame} = render(<App screen={told.screen} />);
	told.show(['second']);
	await turn();
	expect(lastFrame()).toBe('80 columns\nsecond');
});

/** Ink writes styles in another order, and has other blanks at the end. */
function cells(line: string) {
	const {text, styles} = cellsOf(line, 140) ?? {text: '', styles: []};
	const shown = Array.from(text, (character, index) => [character, styles[index]]);
	return shown.slice(0, shown.findLastIndex(cell => cell.join('') !== ' ') + 1);
}

function randomLines(random: Random): string[] {
	const words = [
		'n1',
		'\u001B[31mhot\u001B[39m',
		'日本',
		'▏▎▍',
		' ',
		'   ',
		'\u001B[1mbold\u001B[22m',
	];
	return Array.from({length: 1 + random.below(20)}, () =>
		Array.from({length: random.below(6)}, () => random.pick(words)).join(' '),
	).concat('the last');
}
