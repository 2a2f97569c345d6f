import {describe, expect, it} from 'vitest';
import {many, type Style} from '../../source/ui/palettes.ts';
import {createTheme, type Shade, type Tone} from '../../source/ui/theme.ts';

/** Whether words stand in a tone, or only bars, lines and signs; the compiler asks for all tones. */
const tones: Readonly<Record<Tone, 'words' | 'shapes'>> = {
	text: 'words',
	strong: 'words',
	muted: 'words',
	rule: 'shapes',
	good: 'words',
	warning: 'words',
	bad: 'words',
	key: 'words',
	load: 'shapes',
	hot: 'words',
	leaving: 'shapes',
	coming: 'shapes',
	mark: 'shapes',
	'mark-on-load': 'shapes',
	'mark-on-hot': 'shapes',
	fresh: 'words',
	tagged: 'shapes',
	'line-1': 'shapes',
	'line-2': 'shapes',
	'line-3': 'shapes',
	'line-4': 'shapes',
	'line-5': 'shapes',
	'line-6': 'shapes',
	locked: 'words',
	badge: 'words',
};
const shades: readonly Shade[] = ['usual', 'selected', 'faded'];

/** Every style of a level: tone, shade, style. */
function stylesOf(level: 0 | 1 | 2 | 3): ReadonlyArray<readonly [Tone, Shade, Style]> {
	const theme = createTheme(level);
	return Object.keys(tones).flatMap(name =>
		isTone(name) ? shades.map(shade => [name, shade, theme.styleOf(name, shade)] as const) : [],
	);
}

function isTone(name: string): name is Tone {
	return name in tones;
}

describe('the colours of a 256 palette', () => {
	const {onSelected, lines, selectedGround, selectedText, ...named} = many;
	const colors = [...Object.entries(named), ...Object.entries(lines)];

	it.each(colors)('can be seen on black and on white: %s', (_, {color, backgroundColor}) => {
		const front = luminance(color);
		if (backgroundColor === undefined) {
			expect(contrast(front, 0)).toBeGreaterThanOrEqual(3);
			expect(contrast(front, 1)).toBeGreaterThanOrEqual(3);
		} else {
			expect(contrast(front, luminance(backgroundColor))).toBeGreaterThanOrEqual(3);
		}
	});

	it.each([...colors, ['selected', {color: selectedText}] as const])(
		'can be seen in the selected row: %s',
		(name, style) => {
			const own = new Map<string, object>(Object.entries(onSelected)).get(name);
			const {color} = {...style, ...own};
			const isOnBar = 'backgroundColor' in style;
			const ground = luminance(isOnBar ? style.backgroundColor : selectedGround);
			expect(contrast(luminance(color), ground)).toBeGreaterThan(2.95);
		},
	);
});

describe.each([0, 1, 2, 3] as const)('the theme of colour level %i', level => {
	it('writes no words in bright black, blue or bold yellow', () => {
		const unreadable = stylesOf(level).filter(
			([tone, , {color = '', bold}]) =>
				/^(gray|grey|blackBright)$/.test(color) ||
				(tones[tone] === 'words' && color === 'blue') ||
				// Bold is bright in many terminals, and bright black is grey.
				(bold && /^(yellow|black)/.test(color)),
		);
		expect(unreadable).toEqual([]);
	});

	it('tells what matters without colours, too', () => {
		const {styleOf} = createTheme(level);
		expect(styleOf('strong', 'usual').bold).toBe(true);
		expect(styleOf('bad', 'usual').bold).toBe(true);
		expect(styleOf('key', 'usual').bold).toBe(true);
		expect(styleOf('badge', 'usual').inverse).toBe(true);
		expect(styleOf('badge', 'faded').inverse).toBe(true);
		expect(styleOf('text', 'faded').dimColor).toBe(true);
	});
});

it('has no colours at level 0: the selected row and the marks on bars are inverse', () => {
	for (const [, , {color, backgroundColor}] of stylesOf(0)) {
		expect([color, backgroundColor]).toEqual([undefined, undefined]);
	}

	const {styleOf, selectedGround} = createTheme(0);
	expect(selectedGround).toBeUndefined();
	expect(styleOf('text', 'selected').inverse).toBe(true);
	expect(styleOf('mark-on-load', 'usual').inverse).toBe(true);
	expect(styleOf('hot', 'usual').bold).toBe(true);
});

/** As WCAG 2.2 defines it, from 1 to 21. */
function contrast(one: number, other: number): number {
	return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** Relative luminance (WCAG 2.2) of `ansi256(n)`: a cube of 6 x 6 x 6 from 16 on, greys from 232 on. */
function luminance(color = ''): number {
	const index = Number(/^ansi256\((\d+)\)$/.exec(color)?.[1]);
	const levels =
		index >= 232
			? Array(3).fill(8 + (index - 232) * 10)
			: [36, 6, 1].map(step => {
					const level = Math.floor((index - 16) / step) % 6;
					return level === 0 ? 0 : 55 + level * 40;
				});
	const [red = NaN, green = NaN, blue = NaN] = levels.map((level: number) => {
		const share = level / 255;
		return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
