import type {ActingTarget} from '../access/act-as.ts';
import {connectTo} from '../connect-to.ts';
import {identify} from '../identify.ts';
import {Link} from '../link.ts';
import type {ActAs} from './account-connection.ts';

/**
 * Asks the servers which account a connection for acting belongs to, where it was not said.
 * @throws ConnectError, UnknownAccountError, or the reason of the signal
 */
export async function findAccount(
	{account, target}: ActingTarget,
	signal?: AbortSignal,
): Promise<ActAs> {
	if (account !== undefined) {
		return {account, target};
	}

	const connection = await connectTo(target, signal);
	try {
		const user = await identify(new Link(connection, target.inboxPrefix), target, signal);
		if (user?.account === undefined) {
			throw new UnknownAccountError(target.label);
		}

		return {account: user.account, target};
	} finally {
		await connection.close();
	}
}

/** The servers do not tell whose account it is: those before 2.10 do not know the question. */
export class UnknownAccountError extends Error {
	override readonly name = 'UnknownAccountError';

	constructor(label: string) {
		super(`--act-as ${label}: the servers do not tell the account; give it as --act-as ACCOUNT=…`);
	}
}
