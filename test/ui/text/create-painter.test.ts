import {expect, it} from 'vitest';
import {createPainter} from '../../../source/ui/text/create-painter.ts';
import {span, type Line} from '../../../source/ui/text/line.ts';
import {paint} from '../../../source/ui/text/paint.ts';
import {createTheme} from '../../../source/ui/theme.ts';
import {seededRandom} from '../../support/random.ts';

const theme = createTheme(1);
const seeds = Array.from({length: 10}, (_, seed) => seed);

it.each(seeds)('paints each picture as line by line, whatever came before it (seed %i)', seed => {
	const random = seededRandom(seed);
	const painter = createPainter(theme, false);
	const known: Line[] = [[], [span('n1', 'hot')]];
	let before = painter([]);
	for (let round = 0; round < 200; round++) {
		known.push([span(`n${random.below(4)}`, random.pick(['text', 'hot', 'good']))]);
		const lines = Array.from({length: random.below(6)}, () => random.pick(known.slice(-8)));
		const texts = painter(lines);
		const expected = lines.map(line => paint(line, theme, false));
		expect(texts).toEqual(expected);
		const isSame =
			expected.length === before.length && expected.every((text, row) => text === before[row]);
		expect(texts === before).toBe(isSame);
		before = texts;
	}
});

it('does not paint a line again that stays where it is', () => {
	const painter = createPainter(theme, false);
	let spans = 0;
	const line: Line = [
		{
			get text() {
				spans++;
				return 'n1';
			},
			tone: 'hot',
		},
	];
	painter([line]);
	const once = spans;
	painter([line, [span('n2')]]);
	expect(spans).toBe(once);
});
