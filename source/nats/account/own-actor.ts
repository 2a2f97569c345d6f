import type {GroupIdentity} from '../../domain/raft-group.ts';
import {ActingRights} from '../acting/acting-rights.ts';
import {accessWith} from '../acting/access-with.ts';
import type {Actor} from '../acting/actor.ts';
import {passageOver} from '../acting/passage-over.ts';
import {stepDownSubject} from '../acting/step-down.ts';
import type {Link} from '../link.ts';
import type {OwnAccount} from './own-account.ts';

/** Steps down leaders over the connection that is watched over. */
export function ownActor(link: Link, {api, permissions}: OwnAccount): Actor {
	const rights = new ActingRights(permissions);
	const subjectOf = (group: GroupIdentity) => stepDownSubject(group, api.prefix);
	return {
		permission: group => rights.permission(subjectOf(group), 'this user'),
		access: () => accessWith(rights, api.prefix, 'this user'),
		passage: group => passageOver(link, subjectOf(group), rights),
	};
}
