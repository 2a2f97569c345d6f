import {expect, it} from 'vitest';
import {AccountNames} from '../../source/domain/account-names.ts';

it('knows accounts by their ids, and says which of them are shown by another name', () => {
	const names = new AccountNames();
	expect(names.meet('AAAAAAAAAA1', 'AAAAAAAAAA1')).toEqual([]);
	expect(names.meet('AAAAAAAAAA1', 'SHOP')).toEqual(['AAAAAAAAAA1']);
	expect(names.meet('AAAAAAAAAA1', 'AAAAAAAAAA1')).toEqual([]);
	expect(names.shown('AAAAAAAAAA1')).toBe('SHOP');

	expect(names.meet('BBBBBBBBBB1', 'SHOP')).toEqual(['AAAAAAAAAA1']);
	expect(names.shown('AAAAAAAAAA1')).toBe('SHOP (AAAAAAAA)');
	expect(names.meet('AAAAAAAAAA1', 'SHOP (AAAAAAAA)')).toEqual([]);
	expect(names.idsOf('SHOP')).toEqual(['AAAAAAAAAA1', 'BBBBBBBBBB1']);
	expect(names.ambiguity('SHOP')).toBe(
		'2 accounts are called SHOP: give one of their ids, AAAAAAAAAA1, BBBBBBBBBB1',
	);
	expect(names.ambiguity('AAAAAAAAAA1')).toBeUndefined();
	expect(names.ambiguity('PAY')).toBeUndefined();

	expect(names.meet('BBBBBBBBBB1', 'PAY')).toEqual(['BBBBBBBBBB1', 'AAAAAAAAAA1']);
	expect(names.shown('AAAAAAAAAA1')).toBe('SHOP');
	expect(names.ambiguity('SHOP')).toBeUndefined();
});
