import type {Permission} from '../../cluster.ts';
import type {AccountAccess} from '../../domain/account-access.ts';
import type {Link} from '../client/link.ts';
import {covers, mayPublish, mayPublishAll, type PublishPermissions} from '../decode/user-info.ts';

/** The way on which a group's leader can be told to step down. */
export type StepDownRoute = {
	readonly link: Link;
	readonly subject: string;
	/** To be called when the server refused to take the message. */
	readonly onDenied: () => void;
};

/** Which step-downs a user may send: as servers tell it (from 2.10), and as it turned out. */
export class ActingRights {
	readonly #who: string;
	#permissions: PublishPermissions | undefined;
	readonly #refused = new Set<string>();

	/** @param who the connection, in words for the operator */
	constructor(who: string, permissions?: PublishPermissions) {
		this.#who = who;
		this.#permissions = permissions;
	}

	learn(permissions: PublishPermissions): void {
		this.#permissions = permissions;
		this.#refused.clear();
	}

	/** Whether a message may be published on a subject; undefined where servers do not tell. */
	mayPublish(subject: string): boolean | undefined {
		return this.#permissions && mayPublish(this.#permissions, subject);
	}

	permission(subject: string): Permission {
		const denied = this.#refused.has(subject) || this.mayPublish(subject) === false;
		return denied
			? {
					type: 'locked',
					missing: `${this.#who} may not publish to ${subject}: allow it to this user`,
				}
			: {type: 'allowed'};
	}

	/** How far the rights go. @param prefix of the JetStream API that is used */
	access(prefix: string): AccountAccess {
		const needed = [`${prefix}.STREAM.LEADER.STEPDOWN.*`, `${prefix}.CONSUMER.LEADER.STEPDOWN.*.*`];
		const lacking = needed.filter(
			subject =>
				(this.#permissions && !mayPublishAll(this.#permissions, subject)) ||
				[...this.#refused].some(refused => covers(subject, refused)),
		);
		return lacking.length === 0
			? {state: 'ready', detail: undefined}
			: {
					state: 'limited',
					detail: `${this.#who} may not publish to ${lacking.join(' and ')}, or not for all: allow it to this user`,
				};
	}

	/** The way over an open connection; a refusal of the server is noted here. */
	routeOver(link: Link, subject: string): StepDownRoute {
		return {
			link,
			subject,
			onDenied: () => {
				if (this.#refused.size < keptRefusals) {
					this.#refused.add(subject);
				}
			},
		};
	}
}

/** Refusals that are kept in mind. */
const keptRefusals = 1000;
