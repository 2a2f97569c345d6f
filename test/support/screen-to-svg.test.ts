import xterm from '@xterm/headless';
import {expect, it} from 'vitest';
import {screenToSvg} from './screen-to-svg.ts';

async function svgOf(text: string): Promise<string> {
	const terminal = new xterm.Terminal({cols: 20, rows: 2, allowProposedApi: true});
	await new Promise<void>(resolve => {
		terminal.write(text, resolve);
	});
	return screenToSvg(terminal, {title: 'a & b'});
}

/** The texts of the picture below its title, with the cell that each begins at and how many it takes. */
function texts(svg: string) {
	return [
		...svg.matchAll(/<text x="([\d.]+)" y="[\d.]+" textLength="([\d.]+)"[^>]*>([^<]*)</g),
	].map(([, x, length, text]) => ({
		column: Math.round((Number(x) - 12) / 8.4),
		cells: Math.round(Number(length) / 8.4),
		text,
	}));
}

it('puts every run of one style on its own cells', async () => {
	const svg = await svgOf('ab \u001B[31mred\u001B[0m  日本x\r\n   <&>');
	expect(texts(svg)).toEqual([
		{column: 0, cells: 2, text: 'ab'},
		{column: 3, cells: 3, text: 'red'},
		{column: 8, cells: 5, text: '日本x'},
		{column: 3, cells: 3, text: '&lt;&amp;&gt;'},
	]);
	expect(svg).toContain('<title>a &amp; b</title>');
});

it.each([
	['a colour of 16 million', '\u001B[38;2;1;2;3mx', 'fill="#010203">x<'],
	['a colour of the palette', '\u001B[38;5;208mx', 'fill="#ff8700">x<'],
	['a grey', '\u001B[38;5;240mx', 'fill="#585858">x<'],
	['a background', '\u001B[48;2;1;2;3m \u001B[0m', 'height="18.2" fill="#010203"/>'],
	['bold', '\u001B[1mx', 'font-weight="bold">x<'],
	['dim', '\u001B[2mx', 'opacity=".55">x<'],
	['reversed', '\u001B[7;38;2;1;2;3mx', 'fill="#010203"/>'],
])('shows %s', async (_, text, expected) => {
	expect(await svgOf(text)).toContain(expected);
});
