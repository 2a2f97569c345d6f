import type {ActingTarget} from '../access/act-as.ts';
import {openConnection} from '../access/open-connection.ts';
import {identify} from '../client/identify.ts';
import {Link, UnheardAnswersError} from '../client/link.ts';
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

	const connection = await openConnection(target, signal);
	try {
		const link = new Link(connection, target.inboxPrefix);
		await link.checkAnswers();
		const user = await identify(link, target, signal);
		if (user?.account === undefined) {
			throw new UnknownAccountError(
				target.label,
				'the servers do not tell the account; give it as --act-as ACCOUNT=…',
			);
		}

		return {account: user.account, target};
	} catch (error) {
		throw error instanceof UnheardAnswersError
			? new UnknownAccountError(target.label, error.message, {cause: error})
			: error;
	} finally {
		await connection.close();
	}
}

/** It cannot be found out whose account it is: servers before 2.10 do not know the question. */
export class UnknownAccountError extends Error {
	override readonly name = 'UnknownAccountError';

	constructor(label: string, reason: string, options?: ErrorOptions) {
		super(`--act-as ${label}: ${reason}`, options);
	}
}
