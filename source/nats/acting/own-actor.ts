import type {GroupIdentity} from '../../domain/raft-group.ts';
import {ActingRights} from './acting-rights.ts';
import {accessWith} from './access-with.ts';
import type {Actor} from './actor.ts';
import {passageOver} from './passage-over.ts';
import {stepDownSubject} from './step-down.ts';
import type {Link} from '../client/link.ts';
import type {OwnAccount} from '../account/own-account.ts';

/** Steps down leaders over the connection that is watched over. */
export function ownActor(link: Link, {api, permissions}: OwnAccount): Actor {
	const rights = new ActingRights(permissions);
	const subjectOf = (group: GroupIdentity) => stepDownSubject(group, api.prefix);
	/** Answers could arrive when it was opened; permissions may change with a reload. */
	const lock = () =>
		link.deniedInbox &&
		`this user may not subscribe to ${link.deniedInbox}, so no answer arrives: allow it to this user`;
	return {
		permission(group) {
			const missing = lock();
			return missing === undefined
				? rights.permission(subjectOf(group), 'this user')
				: {type: 'locked', missing};
		},
		access() {
			const detail = lock();
			return detail === undefined
				? accessWith(rights, api.prefix, 'this user')
				: {state: 'refused', detail};
		},
		passage: group => passageOver(link, subjectOf(group), rights),
	};
}
