import {render} from 'ink-testing-library';
import {describe, expect, it} from 'vitest';
import {fitColumns} from '../../../source/domain/fit-columns.ts';
import {Span} from '../../../source/ui/components/span.tsx';
import {Table, type Column} from '../../../source/ui/components/table.tsx';

type Row = {readonly name: string; readonly leaders: number};

const rows: readonly Row[] = [
	{name: 'n1', leaders: 129},
	{name: 'a-long-server-name', leaders: 5},
];

const columns: readonly Column<Row>[] = [
	{id: 'name', titles: ['SERVER'], minWidth: 8, maxWidth: 20, rank: 1, cell: row => row.name},
	{
		id: 'leaders',
		titles: ['LEADERS', 'LEAD'],
		align: 'right',
		minWidth: 4,
		rank: 2,
		cell: row => [{text: String(row.leaders), tone: 'strong'}],
	},
	{id: 'note', titles: ['NOTE'], minWidth: 10, rank: 3, cell: () => 'a note'},
];

function textAt(width: number, shown: readonly Row[] = rows): string {
	const table = (
		<Table
			columns={columns}
			rows={shown}
			keyOf={row => row.name}
			width={width}
			selected="n1"
			empty={<Span>no servers</Span>}
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
		const fitted = fitColumns(columns, width);
		const used = fitted.reduce((sum, column) => sum + column.width, fitted.length - 1);
		expect(used).toBeLessThanOrEqual(width);
		expect(fitted[0]?.id).toBe('name');
	});
});

it('shows no control sequence that a name brings along', () => {
	const evil = '\u001B[31mred\u001B[0m\u202Eevil';
	expect(textAt(40, [{name: evil, leaders: 1}])).not.toMatch(/\u001B\[31m|\u202E/);
});
