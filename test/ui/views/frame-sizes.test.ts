import {describe, expect, it} from 'vitest';
import {seededRandom, type Random} from '../../support/random.ts';
import {randomView} from '../random-view.ts';
import {stageScreen, type StagedScreen} from '../stage-screen.ts';
import {aChecklist} from '../upgrading.ts';

import stringWidth from 'string-width';

/** Keys that lead to every kind of screen. */
const ways: ReadonlyArray<readonly string[]> = [
	[],
	['tab'],
	['tab', 'j', 'j', 'space', 'space'],
	['a', 'G'],
	['?'],
	['enter'],
	['tab', 'enter', 'j'],
	['/', 'e', 'v', 'i'],
	['/', 'n', 'o', 't', 'h', 'i', 'n', 'g', 'enter'],
	['z'],
	['M'],
	['tab', 'S'],
	['tab', 't', 'S'],
	['tab', 't', 'T'],
	['tab', 't', 'T', 'enter'],
	['s', 's', 'r', 'tab', 's', 's', 's', 'r'],
	['G', 'tab', '0'],
	['m'],
	['m', 'down', 'enter', 'D'],
];

function staged(random: Random, unicode = random.chance(0.7)): StagedScreen {
	const screen = stageScreen(randomView(random), {
		features: {colorLevel: 0, unicode},
		acting: random.chance(0.8)
			? {type: 'allowed'}
			: {type: 'locked', missing: 'a recording \u001B[31m cannot act'},
		permissionOf: () =>
			random.chance(0.9) ? {type: 'allowed'} : {type: 'locked', missing: '--act-as SHOP=…'},
		checklists: new Map(random.chance(0.5) ? [['n10', aChecklist('n10')]] : []),
		...(random.chance(0.5) ? {reachable: () => ({ratio: 1.1, stepDowns: 68, improves: []})} : {}),
		...(random.chance(0.5)
			? {stopOf: () => ({type: 'wait', reasons: ['lag 311', 'no\u001B[A quorum']}) as const}
			: {}),
	});
	screen.lines(100, 30);
	screen.press(...random.pick(ways));
	return screen;
}

function expectFrame(screen: StagedScreen, columns: number, rows: number, seed: number): void {
	const lines = screen.lines(columns, rows);
	const broken = lines.filter(
		line => stringWidth(line) > columns || /\p{Cc}|(?!\u200D)\p{Cf}/u.test(line),
	);
	if (lines.length !== rows || broken.length > 0) {
		expect({seed, columns, rows, lines: lines.length, broken}).toBe('a whole frame');
	}
}

describe('every frame', () => {
	it('has as many lines as the terminal and no line wider, at 240 sizes', () => {
		for (let seed = 1; seed <= 60; seed++) {
			const random = seededRandom(seed);
			const screen = staged(random);
			for (let size = 0; size < 4; size++) {
				expectFrame(screen, 1 + random.below(220), 1 + random.below(70), seed);
			}
		}
	});

	it.each([
		['as narrow as can be', 1, 24],
		['as low as can be', 80, 1],
		['nothing but a cell', 1, 1],
		['the smallest with groups', 60, 15],
		['the design size', 80, 24],
		['the smallest wide one', 120, 30],
		['enormous', 400, 120],
	])('is whole when it is %s', (_, columns, rows) => {
		for (let seed = 1; seed <= 20; seed++) {
			expectFrame(staged(seededRandom(seed)), columns, rows, seed);
		}
	});

	it('is ASCII alone where the terminal knows nothing else', () => {
		for (let seed = 1; seed <= 60; seed++) {
			const random = seededRandom(seed);
			const screen = staged(random, false);
			const text = screen.text(20 + random.below(200), 5 + random.below(60));
			expect(text.match(/[^\n -~]/gu) ?? [], `seed ${seed}\n${text}`).toEqual([]);
		}
	});

	it('goes through every size from 1x1 to 220x70 without breaking a line', () => {
		const screen = staged(seededRandom(7));
		for (let columns = 1; columns <= 220; columns++) {
			expectFrame(screen, columns, 1 + ((columns * 13) % 70), 7);
		}
	});
});
