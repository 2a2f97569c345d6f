import type {GroupIdentity} from '../../domain/raft-group.ts';
import {groupAdvisory} from '../decode/advisory.ts';
import {readMessage} from '../decode/read-reply.ts';
import {UndecodableError} from '../decode/undecodable-error.ts';
import type {Link} from '../link.ts';

export type CreationHandlers = {
	readonly onCreated: (group: GroupIdentity) => void;
	readonly onDeleted: (group: GroupIdentity) => void;
	readonly onRejected: (subject: string, reason: string) => void;
	/** The user may not hear them. Where that is not told, what is heard here is a help and no need. */
	readonly onRefused?: (subject: string, reason: string) => void;
};

/**
 * Hears which streams and consumers are created and deleted in an account, over a connection of that account: servers
 * announce these nowhere else, and do not name the account.
 */
export function hearCreations(
	link: Link,
	accountId: string,
	eventPrefix = '$JS.EVENT',
	{onCreated, onDeleted, onRejected, onRefused}: CreationHandlers,
): void {
	for (const kind of ['STREAM', 'CONSUMER']) {
		for (const [action, take] of [
			['CREATED', onCreated],
			['DELETED', onDeleted],
		] as const) {
			const subject = `${eventPrefix}.ADVISORY.${kind}.${action}.>`;
			link.subscribe(
				subject,
				message => {
					try {
						take(groupAdvisory(readMessage(message), accountId));
					} catch (error) {
						if (!(error instanceof UndecodableError)) {
							throw error;
						}

						onRejected(message.subject, error.message);
					}
				},
				reason => {
					onRefused?.(subject, reason);
				},
			);
		}
	}
}
