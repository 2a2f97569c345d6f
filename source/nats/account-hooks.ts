import type {ClusterEvent} from '../domain/cluster-event.ts';
import {steadyNow} from '../steady-time.ts';
import type {AccountHooks} from './acting/account-connection.ts';
import type {Observer} from './observer.ts';

/**
 * What connections for acting learn from those who observe, and tell them.
 * @param isWatched as `AccountHooks` has it, where the system account is there to ask
 */
export function accountHooks(
	observer: Observer,
	emit: (event: ClusterEvent) => void,
	isWatched?: AccountHooks['isWatched'],
): AccountHooks {
	return {
		...(isWatched && {isWatched}),
		nameOf: id => observer.facts.accountName(id),
		onCreated(group) {
			emit({type: 'group-created', at: steadyNow(), group});
		},
		onDeleted(group) {
			observer.takeDeletion(group);
			emit({type: 'group-deleted', at: steadyNow(), group});
		},
		onRejected(subject, reason) {
			emit({type: 'reply-rejected', at: steadyNow(), subject, reason});
		},
	};
}
