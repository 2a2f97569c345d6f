import type {Permission} from '../../cluster.ts';
import type {AccountAccess} from '../../domain/account-access.ts';
import type {GroupIdentity} from '../../domain/raft-group.ts';
import type {OwnAccount} from '../account/own-account.ts';
import type {Link} from '../client/link.ts';
import {ActingRights, type StepDownRoute} from './acting-rights.ts';
import {stepDownSubject} from './step-down.ts';

/** A connection that can step down leaders in one account. */
export type Actor = {
	readonly permission: (group: GroupIdentity) => Permission;
	/** The state of the connection and of its rights. */
	readonly access: () => AccountAccess;
	/**
	 * At once where the connection is open: a promise for each step-down costs as much as its request. Else it rejects
	 * with ConnectError, WrongAccountError, OtherServersError, or the reason of the signal.
	 */
	readonly route: (
		group: GroupIdentity,
		signal: AbortSignal,
	) => StepDownRoute | Promise<StepDownRoute>;
};

/** Steps down leaders over the connection that is watched over. */
export function ownActor(link: Link, {api, permissions}: OwnAccount): Actor {
	const rights = new ActingRights('this user', permissions);
	const subjectOf = (group: GroupIdentity) => stepDownSubject(group, api.prefix);
	/** Answers could arrive when it was opened; permissions may change with a reload. */
	const lock = () =>
		link.deniedInbox &&
		`this user may not subscribe to ${link.deniedInbox}, so no answer arrives: allow it to this user`;
	return {
		permission(group) {
			const missing = lock();
			return missing === undefined
				? rights.permission(subjectOf(group))
				: {type: 'locked', missing};
		},
		access() {
			const detail = lock();
			return detail === undefined ? rights.access(api.prefix) : {state: 'refused', detail};
		},
		route: group => rights.routeOver(link, subjectOf(group)),
	};
}
