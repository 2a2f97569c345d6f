import type {ConnectionTarget} from './access/connection-target.ts';
import {ApiError, isWithoutJetStream} from './account/jetstream-api.ts';
import {findOwnAccount, type OwnAccount} from './account/own-account.ts';
import {UndecodableError} from './decode/undecodable-error.ts';
import {answersAsSystemAccount, identify} from './identify.ts';
import {NoAnswerError, type Link} from './link.ts';
import {UnseeingAccountError} from './unseeing-account-error.ts';

/** What can be seen over a connection. */
export type Mode =
	/** Everything. */
	| {readonly type: 'system'}
	/** The streams and consumers of its own account. */
	| {readonly type: 'account'; readonly own: OwnAccount};

/**
 * Finds out by asking.
 * @throws UnseeingAccountError when nothing can be seen, or the reason of the signal
 */
export async function findMode(
	link: Link,
	target: ConnectionTarget,
	signal?: AbortSignal,
): Promise<Mode> {
	if (await answersAsSystemAccount(link, target, signal)) {
		return {type: 'system'};
	}

	try {
		return {type: 'account', own: await findOwnAccount(link, target, signal)};
	} catch (cause) {
		signal?.throwIfAborted();
		const why = whyUnseen(cause);
		if (why === undefined) {
			throw cause;
		}

		const user = await identify(link, target, signal);
		const account = user?.accountName ?? user?.account;
		throw new UnseeingAccountError(target.label, account, why, {cause});
	}
}

function whyUnseen(error: unknown): string | undefined {
	if (error instanceof NoAnswerError) {
		return error.denied === undefined
			? `JetStream does not answer there (${error.reason})`
			: `may not publish to ${error.denied}, which is needed to see its own streams`;
	}

	if (error instanceof ApiError) {
		return isWithoutJetStream(error)
			? `JetStream is not enabled there`
			: `JetStream refuses to tell about it: ${error.description}`;
	}

	return error instanceof UndecodableError
		? `what JetStream tells makes no sense: ${error.message}`
		: undefined;
}
