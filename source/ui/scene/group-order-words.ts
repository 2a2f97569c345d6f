import type {GroupOrder} from '../../state/group-list.ts';

/** An order in words, as the largest (or the worst, or the first letters) come first. */
export const groupOrderWords: Readonly<Record<GroupOrder, string>> = {
	rate: 'busiest first',
	bytes: 'most bytes first',
	name: 'by name',
	account: 'by account',
	health: 'worst state first',
	lag: 'most behind first',
	replicas: 'most replicas first',
	messages: 'most messages first',
};
