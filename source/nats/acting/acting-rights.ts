import type {Permission} from '../../cluster.ts';
import {covers, mayPublish, mayPublishAll, type PublishPermissions} from '../decode/user-info.ts';

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

	/** Which of these subjects, each for a whole kind of groups, may not be published to for every group. */
	lacking(subjects: readonly string[]): readonly string[] {
		return subjects.filter(
			subject =>
				(this.#permissions && !mayPublishAll(this.#permissions, subject)) ||
				[...this.#refused].some(refused => covers(subject, refused)),
		);
	}

	/** Whether a message may be published on a subject, as far as is known. */
	mayPublish(subject: string): boolean | undefined {
		return this.#permissions && mayPublish(this.#permissions, subject);
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
