import {render} from 'ink-testing-library';
import {describe, expect, it} from 'vitest';
import stringWidth from 'string-width';
import {figure, Table, tableLines, type Column} from '../../../source/ui/components/table.tsx';
import {named, toned, type Line} from '../../../source/ui/text/line.ts';

const textOf = (line: Line) =>
	line.map(piece => (typeof piece === 'string' ? piece : piece.text)).join('');

type Row = {readonly name: string; readonly leaders: number};

const rows: readonly Row[] = [
	{name: 'n1', leaders: 129},
	{name: 'a-long-server-name', leaders: 5},
];

const columns: readonly Column<Row>[] = [
	{title: 'SERVER', width: 8, fills: 20, rank: 1, cell: row => row.name},
	figure(['LEADERS', 'LEAD'], 2, 4, row => toned(String(row.leaders), 'strong')),
	{title: 'NOTE', width: 10, rank: 3, cell: () => 'a note'},
];

function textAt(width: number, shown: readonly Row[] = rows): string {
	const table = (
		<Table
			columns={columns}
			rows={shown}
			width={width}
			isSelected={row => row.name === 'n1'}
			empty={['no servers']}
		/>
	);
	return render(table).lastFrame() ?? '';
}

describe('a table', () => {
	it('gives free width to the columns that can use it', () => {
		expect(textAt(40)).toBe(
			[
				'SERVER               LEAD NOTE',
				'n1                    129 a note',
				'a-long-server-name      5 a note',
			].join('\n'),
		);
	});

	it('leaves out what matters least, and cuts with an ellipsis', () => {
		expect(textAt(14)).toBe(['SERVER    LEAD', 'n1         129', 'a-long-s…    5'].join('\n'));
		expect(textAt(8)).toBe(['SERVER', 'n1', 'a-long-…'].join('\n'));
	});

	it('says so when it is empty', () => {
		expect(textAt(14, [])).toBe(['SERVER    LEAD', 'no servers'].join('\n'));
	});

	it.each([1, 5, 12, 13, 14, 23, 24, 25, 40, 200])('fits into %i cells', width => {
		const lines = textAt(width).split('\n');
		expect(Math.max(...lines.map(line => stringWidth(line)))).toBeLessThanOrEqual(width);
		expect(lines[2]?.slice(0, 1)).toBe(width === 1 ? '…' : 'a');
	});

	it('grows a column as far as its rows need, and cuts none that must be whole', () => {
		const name: Column<Row> = {title: 'SERVER', width: 8, most: 30, rank: 1, cell: row => row.name};
		const counts = figure<Row>('N', 2, 1, row => String(row.leaders), {whole: Infinity});
		const lines = (width: number) => tableLines([name, counts], rows, width, '…').map(textOf);
		expect(lines(40)).toEqual([
			'SERVER               N',
			'n1                 129',
			'a-long-server-name   5',
		]);
		expect(lines(12)).toEqual(['SERVER     N', 'n1       129', 'a-long-…   5']);
	});

	it('cuts names in their middle', () => {
		const name: Column<Row> = {
			title: '',
			width: 9,
			rank: 1,
			cell: row => ['>', named(row.name), '*'],
		};
		expect(tableLines([name], rows, 9, '…').map(textOf)[2]).toBe('>a-l…ame*');
	});
});

it('keeps a steady figure for its time, but not what was unknown or has become so', () => {
	const rate = figure<Row>('MSG/S', 1, 5, ({leaders}) => (leaders < 0 ? '-' : String(leaders)), {
		steadyMs: 5000,
	});
	const at = (leaders: number, now: number) => (
		<Table
			columns={[rate]}
			rows={[{name: 'n1', leaders}]}
			width={5}
			captions={false}
			steady={{keyOf: row => row.name, now}}
		/>
	);
	const {lastFrame, rerender} = render(at(-1, 0));
	const shown = [
		[10, 1000],
		[11, 2000],
		[12, 4999],
		[13, 5000],
		[-1, 7000],
		[14, 8000],
	].map(([leaders = 0, now = 0]) => {
		rerender(at(leaders, now));
		return lastFrame()?.trim();
	});
	expect(shown).toEqual(['10', '10', '10', '13', '-', '14']);
});

it('shows no control sequence that a name brings along', () => {
	const evil = '\u001B[31mred\u001B[0m\u202Eevil';
	expect(textAt(40, [{name: evil, leaders: 1}])).not.toMatch(/\u001B\[31m|\u202E/);
});
