import type {ClusterEvent} from '../domain/cluster-event.ts';
import type {AccountHooks} from './acting/account-connection.ts';
import type {Observer} from './observer.ts';

/** What connections for acting learn from those who observe, and tell them. */
export function accountHooks(
	observer: Observer,
	emit: (event: ClusterEvent) => void,
): AccountHooks {
	return {
		nameOf: id => observer.facts.accountName(id),
		onCreated(group) {
			emit({type: 'group-created', at: Date.now(), group});
		},
		onDeleted(group) {
			observer.takeDeletion(group);
			emit({type: 'group-deleted', at: Date.now(), group});
		},
		onRejected(subject, reason) {
			emit({type: 'reply-rejected', at: Date.now(), subject, reason});
		},
	};
}
