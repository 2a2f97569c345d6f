import {Box, Text} from 'ink';
import {render} from 'ink-testing-library';
import type {ReactElement} from 'react';
import {expect, it} from 'vitest';
import {Picture} from '../../../source/ui/picture.tsx';
import {createLinePlaces, PlaceLinesContext} from '../../../source/ui/terminal/line-places.ts';

/** The frame as Ink paints it, and with the lines put in afterwards. */
function bothWays(node: ReactElement) {
	const places = createLinePlaces();
	const placed = render(<PlaceLinesContext value={places.place}>{node}</PlaceLinesContext>);
	return {
		signs: () => placed.lastFrame() ?? '',
		filled: () => places.fill(placed.lastFrame() ?? ''),
		rerender: (node: ReactElement) => {
			placed.rerender(<PlaceLinesContext value={places.place}>{node}</PlaceLinesContext>);
		},
	};
}

const red = (text: string) => `\u001B[31m${text}\u001B[39m`;
const lines = ['one', red('two'), '', '日本'.repeat(100)];

it('puts lines in as they are, without blanks at their ends, as Ink leaves them out', () => {
	const blanks = lines.map(line => `${line}   `);
	expect(bothWays(<Picture lines={blanks} />).filled()).toEqual(lines);
});

it('puts them where they stand among other things', () => {
	const {filled} = bothWays(
		<Box flexDirection="column">
			<Text>above</Text>
			<Picture lines={lines} />
			<Text>between</Text>
			<Picture lines={['more', 'of them']} />
		</Box>,
	);
	expect(filled()).toEqual(['above', ...lines, 'between', 'more', 'of them']);
});

it('does so again and again', () => {
	const {filled, rerender} = bothWays(<Picture lines={['first']} />);
	expect(filled()).toEqual(['first']);
	rerender(<Picture lines={['second', 'third']} />);
	expect(filled()).toEqual(['second', 'third']);
	for (const last of ['b', 'b', 'c']) {
		rerender(<Picture lines={['a  ', `${last}  `]} />);
		expect(filled()).toEqual(['a', last]);
	}
});

it('costs Ink one cell', () => {
	const {signs} = bothWays(<Picture lines={['x'.repeat(140), 'y'.repeat(140)]} />);
	expect(Array.from(signs())).toHaveLength(1);
});

it('leaves a sign alone that is none of ours', () => {
	expect(createLinePlaces().fill('\u{100000}b')).toEqual(['\u{100000}b']);
});
