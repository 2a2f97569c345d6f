import {groupOrders, type GroupOrder} from '../state/group-order.ts';
import type {Measure} from '../domain/load-distribution.ts';

const serverOrders = ['name', 'leaders', 'change', 'messages'] as const;
const accountOrders = ['leaders', 'skew', 'messages', 'access', 'name'] as const;

export type OrderOf = {
	readonly servers: (typeof serverOrders)[number];
	readonly groups: GroupOrder;
	readonly accounts: (typeof accountOrders)[number];
};

export type Table = keyof OrderOf;

type Ordered<By> = {readonly by: By; readonly reversed: boolean};

export type Orders = {readonly [T in Table]: Ordered<OrderOf[T]>};

/** What each table can be ordered by, in the order in which the key goes through them. */
const choices = {
	servers: serverOrders,
	groups: groupOrders,
	accounts: accountOrders,
};

/** The next order of a table, its largest first. */
export function nextOrder(orders: Orders, table: Table): Orders {
	const all: readonly string[] = choices[table];
	const by = all[(all.indexOf(orders[table].by) + 1) % all.length];
	return {...orders, [table]: {by, reversed: false}};
}

export function reversedOrder(orders: Orders, table: Table): Orders {
	const {by, reversed} = orders[table];
	return {...orders, [table]: {by, reversed: !reversed}};
}

/** An order in words, as the largest (or the worst, or the first letters) come first. */
export function orderWords<T extends Table>(
	table: T,
	{by, reversed}: Orders[T],
	measure: Measure = 'count',
): string {
	const order =
		table === 'servers' && by === 'leaders' && measure === 'load'
			? 'most load first'
			: words[table][by];
	return reversed ? `${order} (reversed)` : order;
}

const words: {readonly [T in Table]: Readonly<Record<OrderOf[T], string>>} = {
	servers: {
		name: 'by name',
		leaders: 'most leaders first',
		change: 'largest gain first',
		messages: 'most messages first',
	},
	groups: {
		rate: 'busiest first',
		bytes: 'most bytes first',
		name: 'by name',
		account: 'by account',
		health: 'worst state first',
		lag: 'most behind first',
		replicas: 'most replicas first',
		messages: 'most messages first',
	},
	accounts: {
		leaders: 'most leaders first',
		skew: 'most uneven first',
		messages: 'most messages first',
		access: 'by access',
		name: 'by name',
	},
};
