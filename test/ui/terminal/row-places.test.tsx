import {Box, Text} from 'ink';
import {render} from 'ink-testing-library';
import type {ReactElement} from 'react';
import {describe, expect, it} from 'vitest';
import {Row} from '../../../source/ui/row.tsx';
import {createRowPlaces, PlaceRowContext} from '../../../source/ui/terminal/row-places.ts';

/** The frame as Ink paints it, and with the rows put in afterwards. */
function bothWays(node: ReactElement) {
	const places = createRowPlaces();
	const placed = render(<PlaceRowContext value={places.place}>{node}</PlaceRowContext>);
	const painted = render(node);
	return {
		filled: () => places.fill(placed.lastFrame() ?? ''),
		painted: () => (painted.lastFrame() ?? '').split('\n'),
		signs: () => placed.lastFrame() ?? '',
		rerender: (node: ReactElement) => {
			placed.rerender(<PlaceRowContext value={places.place}>{node}</PlaceRowContext>);
			painted.rerender(node);
		},
	};
}

const red = (text: string) => `\u001B[31m${text}\u001B[39m`;

describe('rows put in afterwards look as if Ink had painted them', () => {
	it.each([
		['below each other', <Row key="1" text="one   " />, <Row key="2" text={red('two')} />],
		[
			'among other things',
			<Text key="1">above</Text>,
			<Row key="2" text="日本" />,
			<Text key="3">below</Text>,
		],
	] as const)('%s', (_, ...children) => {
		const {filled, painted} = bothWays(<Box flexDirection="column">{children}</Box>);
		expect(filled()).toEqual(painted());
	});

	it.each([20, 21, 35])('in panes side by side, %i cells wide', width => {
		const pane = (name: string) => (
			<Box flexDirection="column" width={width} flexShrink={0}>
				{[1, 2, 3].map(row => (
					<Row key={row} text={red(`${name}${row} 日`.repeat(row)).padEnd(width)} />
				))}
			</Box>
		);
		const {filled, painted} = bothWays(
			<Box>
				{pane('a')}
				{pane('b')}
			</Box>,
		);
		expect(filled()).toEqual(painted());
	});

	it('in a border', () => {
		const {filled, painted} = bothWays(
			<Box flexDirection="column" width={12} borderStyle="round">
				<Row text="in here" />
				<Row text={red('日本語')} />
			</Box>,
		);
		expect(filled()).toEqual(painted());
	});

	it('again and again', () => {
		const {filled, painted, rerender} = bothWays(<Row text="first" />);
		expect(filled()).toEqual(painted());
		rerender(
			<Box flexDirection="column">
				<Row text="second" />
				<Row text="third" />
			</Box>,
		);
		expect(filled()).toEqual(painted());
		expect(painted()).toEqual(['second', 'third']);
	});
});

it('leaves what stands to the right of a row that is too long', () => {
	const {filled} = bothWays(
		<Box>
			<Box width={5} flexShrink={0}>
				<Row text="日本語日本語" />
			</Box>
			<Text>|</Text>
		</Box>,
	);
	expect(filled()).toEqual(['日本 |']);
});

it('costs Ink one cell a row', () => {
	const {signs} = bothWays(
		<Box flexDirection="column">
			<Row text={'x'.repeat(140)} />
			<Row text={'y'.repeat(140)} />
		</Box>,
	);
	expect(
		signs()
			.split('\n')
			.map(line => Array.from(line).length),
	).toEqual([1, 1]);
});

it('leaves a sign alone that is none of ours', () => {
	expect(createRowPlaces().fill('a\u{100000}b')).toEqual(['a\u{100000}b']);
});
