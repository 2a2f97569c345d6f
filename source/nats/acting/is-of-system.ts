import type {ConnectionTarget} from '../access/connection-target.ts';
import {NoAnswerError, type Link} from '../client/link.ts';

/**
 * Tells whether the system account reaches a server. Names of clusters prove nothing: many are called the same.
 * @param link a connection to the system account
 * @returns takes the server's id, as told in its greeting. Undefined where that cannot be found out now, or not with the
 * rights of this user. Throws the reason of the signal.
 */
export function isOfSystem(link: Link, {timeoutMs}: Pick<ConnectionTarget, 'timeoutMs'>) {
	return async (serverId: string, signal?: AbortSignal): Promise<boolean | undefined> => {
		try {
			await link.ask(`$SYS.REQ.SERVER.${serverId}.JSZ`, '{}', {timeoutMs, signal});
			return true;
		} catch (error) {
			signal?.throwIfAborted();
			return error instanceof NoAnswerError && error.isUnheard ? false : undefined;
		}
	};
}
