import type {ConnectionTarget} from '../access/connection-target.ts';
import {readMessage} from '../decode/read-reply.ts';
import {userInfo, type UserInfo} from '../decode/user-info.ts';
import {NoAnswerError, type Link} from './link.ts';

/**
 * The user of a connection. Undefined before 2.10, where servers have no such service.
 * @throws the reason of the signal
 */
export async function identify(
	link: Link,
	{timeoutMs}: ConnectionTarget,
	signal?: AbortSignal,
): Promise<UserInfo | undefined> {
	let user: UserInfo | undefined;
	try {
		for (let time = 0; time < times && user?.permissions === undefined; time++) {
			const answer = await link.ask('$SYS.REQ.USER.INFO', '', {timeoutMs, signal});
			user = userInfo(readMessage(answer), link.connection.info?.server_id);
		}
	} catch {
		signal?.throwIfAborted();
	}

	return user;
}

/** How often it is asked at most until the connection's own server is the first to answer. */
const times = 4;

/**
 * Whether servers answer over this connection what they answer to the system account only.
 * @throws the reason of the signal
 */
export async function answersAsSystemAccount(
	link: Link,
	target: ConnectionTarget,
	signal?: AbortSignal,
): Promise<boolean> {
	return (await askAsSystemAccount(link, target, signal)) === 'answered';
}

/**
 * The same, and without an answer: why.
 * @throws the reason of the signal
 */
export async function askAsSystemAccount(
	link: Link,
	{timeoutMs}: ConnectionTarget,
	signal?: AbortSignal,
): Promise<'answered' | NoAnswerError> {
	try {
		await link.ask('$SYS.REQ.SERVER.PING.STATSZ', '', {timeoutMs, signal});
		return 'answered';
	} catch (error) {
		if (!(error instanceof NoAnswerError)) {
			throw error;
		}

		return error;
	}
}
