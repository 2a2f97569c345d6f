import type {Permission} from '../../cluster.ts';
import type {AccountAccess} from '../../domain/account-access.ts';
import type {GroupIdentity} from '../../domain/raft-group.ts';
import type {OwnAccount} from '../account/own-account.ts';
import type {Link} from '../client/link.ts';
import {covers, mayPublish, mayPublishAll, type PublishPermissions} from '../decode/user-info.ts';
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

/** How to reach a group's leader with a step-down. */
export type StepDownRoute = {
	readonly link: Link;
	readonly subject: string;
	/** To be called when the server refused to take the message. */
	readonly onDenied: () => void;
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

/** Which step-downs a user may send: as servers report it (from 2.10), and as refusals show. */
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

	/** Whether a message may be published on a subject; undefined where servers do not report it. */
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

	/** The route over an open connection; a refusal of the server is noted here. */
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
