import type {AccountRow} from './account-row.ts';

/** What the accounts can be ordered by, in the order in which the key goes through them. */
export const accountOrders = ['leaders', 'skew', 'messages', 'access', 'name'] as const;

export type AccountOrder = (typeof accountOrders)[number];

/** In words, as the largest (or the first letters) come first. */
export const accountOrderWords: Readonly<Record<AccountOrder, string>> = {
	leaders: 'most leaders first',
	skew: 'most uneven first',
	messages: 'most messages first',
	access: 'by what can be done in them',
	name: 'by name',
};

/** The accounts in order; equal ones by name, so that rows do not jump. */
export function orderAccounts(
	rows: readonly AccountRow[],
	{by, reversed}: {readonly by: AccountOrder; readonly reversed: boolean},
): readonly AccountRow[] {
	const sign = reversed ? -1 : 1;
	return rows.toSorted((a, b) => sign * compare[by](a, b) || byName(a, b));
}

const names = new Intl.Collator('en', {numeric: true});

function byName(a: AccountRow, b: AccountRow): number {
	return names.compare(a.account, b.account);
}

const compare: Readonly<Record<AccountOrder, (a: AccountRow, b: AccountRow) => number>> = {
	leaders: (a, b) => b.total - a.total,
	skew: (a, b) => (b.skew ?? 0) - (a.skew ?? 0),
	messages: (a, b) => (b.messagesPerSecond ?? -1) - (a.messagesPerSecond ?? -1),
	access: (a, b) => names.compare(a.access?.state ?? '', b.access?.state ?? ''),
	name: byName,
};
