import type {GroupIdentity} from '../../domain/raft-group.ts';
import {steadyNow} from '../../time/clock.ts';
import {groupAdvisory, requestedStepDown} from '../decode/advisory.ts';
import {readMessage} from '../decode/read-reply.ts';
import {UndecodableError} from '../decode/json-value.ts';
import type {Link} from './link.ts';

/** Called for what cannot be decoded, and for subjects that this user may not subscribe to. */
export type OnRejected = (subject: string, reason: string) => void;

/**
 * Hands out the content of each message on a subject, and when it arrived (epoch in ms).
 * @param take may throw UndecodableError
 * @param onRefused called when this user may not subscribe to it
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
 * Hands out every step-down request of any client that this user may subscribe to, before the election.
 * - The system account gets one copy of the requests of all accounts; the header `Nats-Request-Info` has the account,
 *   and from 2.10 on the client and its host. The account itself gets its own, without that header.
 * - Not the audit advisories (`$JS.EVENT.ADVISORY.API`): they carry every API answer, stored messages included.
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
