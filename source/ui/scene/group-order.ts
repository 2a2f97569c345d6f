import {healthOf, type GroupHealth} from '../../domain/group-health.ts';
import type {RaftGroup} from '../../domain/raft-group.ts';
import {orderMany} from './order-many.ts';

/** What the groups can be ordered by, in the order in which the key goes through them. */
export const groupOrders = ['rate', 'name', 'account', 'health', 'replicas', 'messages'] as const;

export type GroupOrder = (typeof groupOrders)[number];

/** In words, as the largest (or the worst, or the first letters) come first. */
export const groupOrderWords: Readonly<Record<GroupOrder, string>> = {
	rate: 'hottest first',
	name: 'by name',
	account: 'by account',
	health: 'troubled first',
	replicas: 'most replicas first',
	messages: 'largest first',
};

/**
 * The groups in order; equal ones by name, so that rows do not jump.
 * Of very many groups, equal ones stand in the order in which they are known: comparing all the names would be felt.
 */
export function orderGroups(
	groups: readonly RaftGroup[],
	{by, reversed}: {readonly by: GroupOrder; readonly reversed: boolean},
): readonly RaftGroup[] {
	const numberOf = numbers[by];
	if (groups.length > many && numberOf) {
		return orderMany(groups, numberOf, reversed);
	}

	const sign = reversed ? -1 : 1;
	const first = numberOf
		? (a: RaftGroup, b: RaftGroup) => numberOf(b) - numberOf(a)
		: by === 'account'
			? byAccount
			: byName;
	return groups.toSorted((a, b) => sign * first(a, b) || byName(a, b));
}

const many = 3000;

/** What counts in an order, the largest first; undefined for the orders by name. 0 is for what is not known. */
const numbers: Readonly<Record<GroupOrder, ((group: RaftGroup) => number) | undefined>> = {
	rate: ({messagesPerSecond}) => (messagesPerSecond === undefined ? 0 : messagesPerSecond + 1),
	name: undefined,
	account: undefined,
	health: group => trouble[healthOf(group)],
	replicas: ({replicas}) => replicas,
	messages: ({messages}) => (messages === undefined ? 0 : messages + 1),
};

function byAccount(a: RaftGroup, b: RaftGroup): number {
	return byText(a.account, b.account);
}

/** A stream stands before its consumers. Plain comparison: a collator would take seconds for 100,000 groups. */
function byName(a: RaftGroup, b: RaftGroup): number {
	return (
		byText(a.stream, b.stream) || byText(a.consumer ?? '', b.consumer ?? '') || byText(a.key, b.key)
	);
}

function byText(a: string, b: string): number {
	return a === b ? 0 : a < b ? -1 : 1;
}

const trouble: Readonly<Record<GroupHealth, number>> = {
	leaderless: 5,
	'no-healthy-follower': 4,
	'offline-follower': 3,
	lagging: 2,
	ok: 1,
	pinned: 0,
};
