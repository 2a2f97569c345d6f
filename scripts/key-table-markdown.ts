import {unicodeGlyphs} from '../source/ui/glyphs.ts';
import {keyCaption} from '../source/ui/update/key-binding.ts';
import {keySections} from '../source/ui/update/keys.ts';

/** The table of keys as docs/keys.md has it. */
export function keyTableMarkdown(): string {
	const rows = keySections.flatMap(({title, keys}) =>
		keys.map(binding => {
			const names = binding.keys.map(key => `\`${keyCaption(key, unicodeGlyphs)}\``).join(' ');
			return [title, names, binding.help];
		}),
	);
	const table = [['', 'Key', 'What it does'], ...rows.map(sectionOnce)];
	const widths = [0, 1, 2].map(column =>
		Math.max(3, ...table.map(row => (row[column] ?? '').length)),
	);
	const line = (cells: readonly string[]) =>
		`| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
	const [head = [], ...body] = table;
	return [line(head), line(widths.map(width => '-'.repeat(width))), ...body.map(line)].join('\n');
}

/** A section's title stands only beside its first key. */
function sectionOnce(row: readonly string[], index: number, rows: readonly (readonly string[])[]) {
	const [title = '', ...rest] = row;
	return [rows[index - 1]?.[0] === title ? '' : title, ...rest];
}
