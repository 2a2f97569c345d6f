import type {ConnectionTarget} from './access/connection-target.ts';
import {NotSystemAccountError} from './not-system-account-error.ts';
import {readMessage} from './decode/read-reply.ts';
import {userInfo, type UserInfo} from './decode/user-info.ts';
import {NoAnswerError, type Link} from './link.ts';

/**
 * Who a connection is. Undefined where servers do not tell: before 2.10 there is no such service.
 * @throws the reason of the signal
 */
export async function identify(
	link: Link,
	{timeoutMs}: ConnectionTarget,
	signal?: AbortSignal,
): Promise<UserInfo | undefined> {
	try {
		return userInfo(readMessage(await link.ask('$SYS.REQ.USER.INFO', '', {timeoutMs, signal})));
	} catch {
		signal?.throwIfAborted();
		return undefined;
	}
}

/**
 * Makes sure that servers answer over this connection what they answer to the system account only.
 * @throws NotSystemAccountError, or the reason of the signal
 */
export async function requireSystemAccount(
	link: Link,
	target: ConnectionTarget,
	signal?: AbortSignal,
): Promise<void> {
	try {
		await link.ask('$SYS.REQ.SERVER.PING.STATSZ', '', {timeoutMs: target.timeoutMs, signal});
	} catch (cause) {
		if (!(cause instanceof NoAnswerError)) {
			throw cause;
		}

		const user = await identify(link, target, signal);
		throw new NotSystemAccountError(target.label, user?.accountName ?? user?.account, {cause});
	}
}
