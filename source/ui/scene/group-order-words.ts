import type {GroupOrder} from '../../state/group-order.ts';

/** An order in words, as the largest (or the worst, or the first letters) come first. */
export const groupOrderWords: Readonly<Record<GroupOrder, string>> = {
	rate: 'hottest first',
	bytes: 'most bytes first',
	name: 'by name',
	account: 'by account',
	health: 'troubled first',
	lag: 'farthest behind first',
	replicas: 'most replicas first',
	messages: 'largest first',
};
