import {describe, expect, it} from 'vitest';
import {formatCount} from '../../source/domain/format.ts';
import {counted, listed, shortList} from '../../source/domain/words.ts';

describe('words', () => {
	it('take the plural for every count but one', () => {
		expect([0, 1, 2].map(count => counted(count, 'group'))).toEqual([
			'0 groups',
			'1 group',
			'2 groups',
		]);
		expect(counted(2, 'reply', 'replies')).toBe('2 replies');
		expect(counted(12_000, 'group', 'groups', formatCount)).toBe('12.0k groups');
	});

	it('list the first few and count the rest', () => {
		const names = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7'];
		expect(listed(names)).toBe('n1, n2, n3, n4, n5 and 2 more');
		expect(listed(names.slice(0, 5))).toBe('n1, n2, n3, n4, n5');
		expect(listed(names, '; ', 2)).toBe('n1; n2 and 5 more');
		expect(listed([])).toBe('');
	});

	it('name one or two in a short list', () => {
		expect(shortList(['n1'])).toBe('n1');
		expect(shortList(['n1', 'n2'])).toBe('n1 and n2');
		expect(shortList(['n1', 'n2', 'n3'])).toBe('n1 and 2 more');
	});
});
