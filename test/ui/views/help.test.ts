import {describe, expect, it} from 'vitest';
import {unicodeGlyphs} from '../../../source/ui/glyphs.ts';
import {keySectionsFor} from '../../../source/ui/update/active-keys.ts';
import {keyCaption} from '../../../source/ui/update/key-binding.ts';
import {groupsLedBy} from '../../support/build.ts';
import {aView} from '../a-view.ts';
import {stageScreen, type StageOptions, type StagedScreen} from '../stage-screen.ts';

function opened(columns: number, rows: number, options: StageOptions = {}): StagedScreen {
	const screen = stageScreen(aView(['n1', 'n2'], groupsLedBy({n1: 3, n2: 1})), options);
	screen.lines(columns, rows);
	screen.press('?');
	return screen;
}

/** Everything that scrolling shows, page by page. */
function readThrough(screen: StagedScreen, columns: number, rows: number): readonly string[] {
	const seen: string[] = [];
	for (;;) {
		const lines = screen.lines(columns, rows);
		const [, first, last, all] = /(\d+)-(\d+) of (\d+)/.exec(lines[1] ?? '') ?? [];
		const text = lines.slice(2, -1).map(line => line.replaceAll(/^│|│$/g, '').trimEnd());
		// The last page may show again what the one before it has shown.
		seen.splice(Number(first) - 1, Infinity, ...text.slice(0, Number(last) - Number(first) + 1));
		if (last === all) {
			return seen;
		}

		screen.press('pagedown');
	}
}

describe('the help', () => {
	it.each([
		[80, 24],
		[60, 12],
		[40, 10],
		[100, 30],
		[200, 60],
	])('gives every key a line of its own with all that it does, at %ix%i', (columns, rows) => {
		const text = readThrough(opened(columns, rows), columns, rows);
		const unwrapped = text.join('\n').replaceAll(/\n {17,}/g, ' ');
		for (const {title, keys} of keySectionsFor('live')) {
			expect(text).toContain(` ${title}`);
			for (const binding of keys) {
				const names = binding.keys.map(key => keyCaption(key, unicodeGlyphs)).join(' ');
				expect(unwrapped.split('\n')).toContain(`  ${names.padEnd(13)}  ${binding.help}`);
			}
		}

		expect(text.filter(line => line.includes('…'))).toEqual([]);
	});

	it('explains every sign at its end', () => {
		const screen = opened(80, 24);
		screen.press('G');
		const text = screen.text();
		for (const sign of ['│', '¦', '★', '↑', '■', 'Δ', '█', '░', '▓', '▒']) {
			expect(text).toMatch(new RegExp(`^  ${sign} +\\w`, 'm'));
		}

		expect(text).toMatch(/help · \d+-(\d+) of \1 ─/);
	});

	it('says in its section which keys are locked, and what is missing', () => {
		const locked = {type: 'locked', missing: '--read-only'} as const;
		const lines = opened(80, 120, {acting: locked}).lines(80, 120);
		expect(lines[lines.indexOf(' Act') + 1]).toBe('  Locked: --read-only');
	});

	it('turns whole pages: no row is skipped', () => {
		const screen = opened(80, 24);
		const [before, after] = [0, 1].map(() => {
			const lines = screen.lines();
			screen.press('pagedown');
			return /(\d+)-(\d+) of/
				.exec(lines[1] ?? '')
				?.slice(1, 3)
				.map(Number);
		});
		expect(after?.[0]).toBe((before?.[1] ?? 0) + 1);
	});

	it('names the keys that scroll and close, and goes with each of them', () => {
		for (const key of ['q', '?', 'enter', 'escape']) {
			const screen = opened(80, 24);
			expect(screen.lines().at(-1)).toBe('Esc close  ↑↓ scroll');
			screen.press(key);
			expect(screen.text()).toContain('leaders on n1');
			expect(screen.intents).toEqual([]);
		}
	});
});
