import type {Permission} from '../../cluster.ts';
import {mayPublish, type PublishPermissions} from '../decode/user-permissions.ts';

/** Refusals that are kept in mind. */
const keptRefusals = 1000;

/** Which step-downs a user may send: as servers tell it (from 2.10), and as it turned out. */
export class ActingRights {
	#permissions: PublishPermissions | undefined;
	readonly #refused = new Set<string>();

	constructor(permissions?: PublishPermissions) {
		this.#permissions = permissions;
	}

	learn(permissions: PublishPermissions): void {
		this.#permissions = permissions;
		this.#refused.clear();
	}

	/** The server refused to take a message on this subject. */
	refuse(subject: string): void {
		if (this.#refused.size < keptRefusals) {
			this.#refused.add(subject);
		}
	}

	/** @param who the connection, in words for the operator */
	permission(subject: string, who: string): Permission {
		const denied =
			this.#refused.has(subject) || (this.#permissions && !mayPublish(this.#permissions, subject));
		return denied
			? {type: 'locked', missing: `${who} may not publish to ${subject}: allow it to this user`}
			: {type: 'allowed'};
	}
}
