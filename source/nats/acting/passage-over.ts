import type {Link} from '../client/link.ts';
import type {ActingRights} from './acting-rights.ts';
import type {Passage} from './actor.ts';

/** The way over an open connection; what the server refuses to take is noted among the rights of its user. */
export function passageOver(link: Link, subject: string, rights: ActingRights): Passage {
	return {
		link,
		subject,
		onDenied() {
			rights.refuse(subject);
		},
	};
}
