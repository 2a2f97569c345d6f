import type {GroupIdentity} from '../domain/raft-group.ts';
import {requestedStepDown} from './decode/requested-step-down.ts';
import type {Link} from './link.ts';

export type RequestHandler = (group: GroupIdentity, who: string | undefined) => void;

/**
 * Hands out every request to step a leader down, whoever sends it. Measured on 2.9.10, 2.10.27 and 2.15.1:
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
	take: RequestHandler,
): void {
	for (const subject of [
		'$JS.API.STREAM.LEADER.STEPDOWN.*',
		'$JS.API.CONSUMER.LEADER.STEPDOWN.*.*',
	]) {
		link.subscribe(
			subject,
			message => {
				const request = requestedStepDown(
					message.subject,
					message.headers?.get('Nats-Request-Info') ?? '',
					accountId,
				);
				if (request) {
					take(request.group, request.who);
				}
			},
			() => undefined,
		);
	}
}
