import type {GroupIdentity} from '../../domain/raft-group.ts';
import {steadyNow} from '../../time/clock.ts';
import {groupAdvisory, requestedStepDown} from '../decode/advisory.ts';
import {readMessage} from '../decode/read-reply.ts';
import {UndecodableError} from '../decode/json-value.ts';
import type {Link} from './link.ts';

/** Told of what cannot be decoded, and of what may not be heard. */
export type OnRejected = (subject: string, reason: string) => void;

/**
 * Hands out the content of each message on a subject, and when it arrived (epoch in ms).
 * @param take may throw UndecodableError
 * @param onRefused told when this user may not hear it
 */
export function hear(
	link: Link,
	subject: string,
	take: (value: unknown, at: number) => void,
	onRejected: OnRejected,
	onRefused: OnRejected = onRejected,
): void {
	link.subscribe(
		subject,
		message => {
			try {
				take(readMessage(message), steadyNow());
			} catch (error) {
				if (!(error instanceof UndecodableError)) {
					throw error;
				}

				onRejected(message.subject, error.message);
			}
		},
		reason => {
			onRefused(subject, reason);
		},
	);
}

export type CreationHandlers = {
	readonly onCreated: (group: GroupIdentity) => void;
	readonly onDeleted: (group: GroupIdentity) => void;
	readonly onRejected: OnRejected;
	/** Without it a user who may not hear them goes without. */
	readonly onRefused?: OnRejected;
};

/**
 * Hears which streams and consumers are created and deleted in an account, over a connection of that account: servers
 * announce these nowhere else, and do not name the account.
 */
export function hearCreations(
	link: Link,
	accountId: string,
	eventPrefix = '$JS.EVENT',
	{onCreated, onDeleted, onRejected, onRefused = () => undefined}: CreationHandlers,
): void {
	for (const kind of ['STREAM', 'CONSUMER']) {
		for (const [action, take] of [
			['CREATED', onCreated],
			['DELETED', onDeleted],
		] as const) {
			const subject = `${eventPrefix}.ADVISORY.${kind}.${action}.>`;
			const takeGroup = (value: unknown) => {
				take(groupAdvisory(value, accountId));
			};
			hear(link, subject, takeGroup, onRejected, onRefused);
		}
	}
}

/**
 * Hands out every request to step a leader down, of any client. Measured on 2.9.10, 2.10.27 and 2.15.1:
 * - An account's requests are imported into the system account, where a subscriber gets one copy of each, of all
 *   accounts, and before the election. `Nats-Request-Info` names the account, and from 2.10 on the client and its host.
 * - In the account itself a subscriber gets them too, without that header.
 * - The audit advisories (`$JS.EVENT.ADVISORY.API`) would tell the same, but only in the account, and they repeat every
 *   answer of the JetStream API there, stored messages that are read among them: too much, and not ours to see.
 * A user who may not subscribe to these subjects simply does not hear of them.
 * @param accountId of the account that the connection belongs to; undefined in the system account
 */
export function hearRequests(
	link: Link,
	accountId: string | undefined,
	take: (group: GroupIdentity, who: string | undefined) => void,
): void {
	for (const subject of [
		'$JS.API.STREAM.LEADER.STEPDOWN.*',
		'$JS.API.CONSUMER.LEADER.STEPDOWN.*.*',
	]) {
		link.subscribe(
			subject,
			message => {
				const info = message.headers?.get('Nats-Request-Info') ?? '';
				const request = requestedStepDown(message.subject, info, accountId);
				if (request) {
					take(request.group, request.who);
				}
			},
			() => undefined,
		);
	}
}
