import type {IBufferCell, IBufferLine, Terminal} from '@xterm/headless';

export type SvgOptions = {
	readonly title?: string;
	/** Rules of CSS. */
	readonly style?: string;
};

/** The screen of a terminal as an SVG picture: text stays text, and each run of one style stands exactly on its cells. */
export function screenToSvg(terminal: Terminal, options?: SvgOptions): string {
	return svgDocument(terminal, elementsOf(terminal), options);
}

/** What is on the screen now, as elements of SVG. */
export function elementsOf(terminal: Terminal): readonly string[] {
	const buffer = terminal.buffer.active;
	return Array.from({length: terminal.rows}, (_, row) => {
		const line = buffer.getLine(buffer.baseY + row);
		return line ? drawRow(runsOf(line, terminal.cols), row) : [];
	}).flat();
}

/** A window of a terminal of this size, with these elements in it. */
export function svgDocument(
	{cols, rows}: Pick<Terminal, 'cols' | 'rows'>,
	elements: readonly string[],
	{title = '', style = ''}: SvgOptions = {},
): string {
	const width = cols * cell.width + 2 * padding;
	const height = bar + rows * cell.height + 2 * padding;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${round(height)}" width="${round(width)}" height="${round(height)}" font-family="${font}" font-size="${fontSize}" fill="${foreground}">`,
		style === '' ? '' : `<style>${style}</style>`,
		title === '' ? '' : `<title>${escapeXml(title)}</title>`,
		`<rect width="100%" height="100%" rx="8" fill="${background}"/>`,
		...buttons.map(
			(color, index) =>
				`<circle cx="${padding + 6 + index * 18}" cy="${bar / 2 + 2}" r="5" fill="${color}"/>`,
		),
		title === ''
			? ''
			: `<text x="${round(width / 2)}" y="${bar / 2 + 6}" text-anchor="middle" font-size="12" opacity=".6">${escapeXml(title)}</text>`,
		...elements,
		'</svg>',
		'',
	]
		.filter((line, index, lines) => line !== '' || index === lines.length - 1)
		.join('\n');
}

const cell = {width: 8.4, height: 18};
const padding = 12;
const bar = 24;
const fontSize = 14;
const font = "'DejaVu Sans Mono','Cascadia Mono',Menlo,Consolas,monospace";
const foreground = '#d4d7dd';
const background = '#17191e';
const buttons = ['#e0685e', '#dfb14c', '#5fb865'];

/** Neighbouring cells of one look. */
type Run = {
	readonly column: number;
	cells: number;
	text: string;
	readonly style: Style;
};

type Style = {
	readonly color: string;
	readonly fill: string;
	/** The attributes of the SVG text besides its colour. */
	readonly attributes: string;
};

function runsOf(line: IBufferLine, columns: number): Run[] {
	const runs: Run[] = [];
	for (let column = 0; column < columns; column += 1) {
		const current = line.getCell(column);
		// The second half of a wide character has no width of its own.
		if (!current || current.getWidth() === 0) {
			continue;
		}

		const style = styleOf(current);
		const last = runs.at(-1);
		if (last && isSame(last.style, style)) {
			last.cells += current.getWidth();
			last.text += current.getChars() || ' ';
		} else {
			runs.push({column, cells: current.getWidth(), text: current.getChars() || ' ', style});
		}
	}

	return runs;
}

function isSame(one: Style, other: Style): boolean {
	return (
		one.color === other.color && one.fill === other.fill && one.attributes === other.attributes
	);
}

function styleOf(current: IBufferCell): Style {
	const own = current.isFgRGB()
		? rgb(current.getFgColor())
		: current.isFgPalette()
			? paletteColor(current.getFgColor(), current.isBold() !== 0)
			: foreground;
	const behind = current.isBgRGB()
		? rgb(current.getBgColor())
		: current.isBgPalette()
			? paletteColor(current.getBgColor(), false)
			: background;
	const attributes = [
		current.isBold() ? ' font-weight="bold"' : '',
		current.isItalic() ? ' font-style="italic"' : '',
		current.isDim() ? ' opacity=".55"' : '',
		current.isUnderline() ? ' text-decoration="underline"' : '',
		current.isStrikethrough() ? ' text-decoration="line-through"' : '',
	].join('');
	return current.isInverse()
		? {color: behind, fill: own, attributes}
		: {color: own, fill: behind, attributes};
}

function drawRow(runs: readonly Run[], row: number): string[] {
	const top = bar + padding + row * cell.height;
	return runs.flatMap(({column, cells, text, style}) => {
		const left = padding + column * cell.width;
		const box =
			style.fill === background
				? []
				: [
						// A little larger than its cells, so that no gap shines through between two.
						`<rect x="${round(left)}" y="${top}" width="${round(cells * cell.width + 0.2)}" height="${cell.height + 0.2}" fill="${style.fill}"/>`,
					];
		return [...box, ...drawText(text, cells, left, top + 13.5, style)];
	});
}

/** Spaces at both ends are left off: they would stretch the text that is fitted to its cells. */
function drawText(
	text: string,
	cells: number,
	left: number,
	baseline: number,
	style: Style,
): string[] {
	const trimmed = text.trim();
	if (trimmed === '') {
		return [];
	}

	const leading = text.length - text.trimStart().length;
	const spaces = text.length - trimmed.length;
	const color = style.color === foreground ? '' : ` fill="${style.color}"`;
	return [
		`<text x="${round(left + leading * cell.width)}" y="${baseline}" textLength="${round((cells - spaces) * cell.width)}" lengthAdjust="spacingAndGlyphs" xml:space="preserve"${color}${style.attributes}>${escapeXml(trimmed)}</text>`,
	];
}

/** The 16 basic colours, then a cube of 6 x 6 x 6, then 24 greys, as xterm numbers them. */
function paletteColor(index: number, isBold: boolean): string {
	if (index < 16) {
		// Bold has meant bright for the basic colours since there were only eight.
		return basic[isBold && index < 8 ? index + 8 : index] ?? foreground;
	}

	if (index >= 232) {
		return rgb((8 + (index - 232) * 10) * 0x01_01_01);
	}

	const [red, green, blue] = [36, 6, 1].map(step => {
		const level = Math.floor((index - 16) / step) % 6;
		return level === 0 ? 0 : 55 + level * 40;
	});
	return rgb(((red ?? 0) << 16) | ((green ?? 0) << 8) | (blue ?? 0));
}

const basic = [
	'#2b2e36',
	'#d0635c',
	'#7fb563',
	'#d9a74a',
	'#5f97d0',
	'#ae80c4',
	'#56aeb0',
	'#c8ccd2',
	'#6d737f',
	'#ea8079',
	'#9fd083',
	'#edc375',
	'#86b6e6',
	'#c9a1dc',
	'#7fcbcb',
	'#f4f5f7',
];

function rgb(value: number): string {
	return `#${value.toString(16).padStart(6, '0')}`;
}

function round(value: number): string {
	return String(Math.round(value * 100) / 100);
}

function escapeXml(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}
