import type {AccountAccess} from '../../domain/account-access.ts';
import type {ActingRights} from './acting-rights.ts';

/**
 * How far the rights of a connected user go.
 * @param prefix of the JetStream API that it uses
 * @param who the connection, in words for the operator
 */
export function accessWith(rights: ActingRights, prefix: string, who: string): AccountAccess {
	const needed = [`${prefix}.STREAM.LEADER.STEPDOWN.*`, `${prefix}.CONSUMER.LEADER.STEPDOWN.*.*`];
	const lacking = rights.lacking(needed);
	return lacking.length === 0
		? {state: 'ready', detail: undefined}
		: {
				state: 'limited',
				detail: `${who} may not publish to ${lacking.join(' and ')}, or not for all: allow it to this user`,
			};
}
