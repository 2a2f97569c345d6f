import {healthOf, type GroupHealth} from '../domain/group-health.ts';
import {bytesPerSecond} from '../domain/load-distribution.ts';
import type {RaftGroup} from '../domain/raft-group.ts';
import type {Order} from './window-of.ts';

/** What groups can be ordered by. */
export const groupOrders = [
	'rate',
	'name',
	'account',
	'health',
	'lag',
	'replicas',
	'messages',
	'bytes',
] as const;

export type GroupOrder = (typeof groupOrders)[number];

/** Groups in an order: by a rank, the lowest first, where there is one, and by `compare` where ranks are alike. */
export type GroupRanking = {
	readonly rankOf: ((group: RaftGroup) => number) | undefined;
	readonly compare: Order<RaftGroup>;
};

/** The hottest, the most troubled, the largest or the first letters first; equal ones by name either way, so that rows do not jump. */
export function groupRanking(by: GroupOrder, isReversed: boolean): GroupRanking {
	const direction = isReversed ? -1 : 1;
	if (by === 'name' || by === 'account') {
		return {rankOf: undefined, compare: textOrder(texts[by], direction)};
	}

	const numberOf = numbers[by];
	return {
		rankOf: group => -direction * numberOf(group),
		compare: other => group => byName(group, other),
	};
}

const texts = {
	name: ({stream}: RaftGroup) => stream,
	account: ({account}: RaftGroup) => account,
};

const numbers = {
	rate: ({messagesPerSecond}: RaftGroup) => messagesPerSecond ?? -1,
	bytes: (group: RaftGroup) => bytesPerSecond(group) ?? -1,
	health: (group: RaftGroup) => trouble[healthOf(group)],
	lag: lagOf,
	replicas: ({replicas}: RaftGroup) => replicas,
	messages: ({messages}: RaftGroup) => messages ?? -1,
};

function textOrder(textOf: (group: RaftGroup) => string, direction: 1 | -1): Order<RaftGroup> {
	return other => {
		const otherText = textOf(other);
		return group => direction * byText(textOf(group), otherText) || byName(group, other);
	};
}

const trouble: Readonly<Record<GroupHealth, number>> = {
	leaderless: 5,
	'no-healthy-follower': 4,
	'offline-follower': 3,
	lagging: 2,
	ok: 1,
	pinned: 0,
};

/** The farthest that any follower is behind, in log entries. */
export function lagOf({followers}: RaftGroup): number {
	let most = 0;
	for (const {lag} of followers) {
		most = Math.max(most, lag);
	}

	return most;
}

/** A stream stands before its consumers; keys tell apart what has the same name in two accounts. */
function byName(a: RaftGroup, b: RaftGroup): number {
	return (
		byText(a.stream, b.stream) || byText(a.consumer ?? '', b.consumer ?? '') || byText(a.key, b.key)
	);
}

/** By code units: a collator would take seconds for 100,000 groups. */
function byText(a: string, b: string): number {
	return a === b ? 0 : a < b ? -1 : 1;
}
