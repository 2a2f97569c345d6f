import {expect, it} from 'vitest';
import {framesToSvg, type Frame} from './frames-to-svg.ts';

const size = {cols: 20, rows: 2};
const options = {title: 'run', mostFrames: 10, mostText: 100_000};
const text = (words: string) => `<text x="1">${words}</text>`;
const frame = (showMs: number, ...words: readonly string[]): Frame => ({
	showMs,
	elements: ['<rect/>', ...words.map(text)],
});

it('has what frames share once, and the rest come and go', () => {
	const svg = framesToSvg(
		size,
		[frame(1000, 'all', 'one'), frame(1000, 'all', 'two'), frame(2000, 'all', 'one')],
		options,
	);
	expect(svg.match(/<text [^>]*>(all|one|two)</g)).toEqual([
		'<text x="1">all<',
		'<text class="f0" x="1">one<',
		'<text class="f1" x="1">two<',
	]);
	expect(svg).toContain('.f0{animation:f0 4000ms step-end infinite}');
	expect(svg).toContain(
		'@keyframes f0{0%{visibility:visible}25%{visibility:hidden}50%{visibility:visible}}',
	);
	expect(svg).toContain('.f1{visibility:hidden;animation:');
});

it('leaves out the shortest frames until it fits', () => {
	const long = Array.from({length: 30}, (_, index) =>
		frame(100 + index, `frame ${index} `.repeat(20)),
	);
	const svg = framesToSvg(size, long, {...options, mostText: 3000});
	expect(svg.length).toBeLessThanOrEqual(3000);
	expect(svg).toContain('frame 0 ');
	expect(svg).toContain('frame 29 ');
	expect(svg).not.toContain('frame 1 ');
	expect(svg).toContain(`${long.reduce((sum, {showMs}) => sum + showMs, 0)}ms`);
});
