import type {ConnectionTarget} from './access/connection-target.ts';
import {ApiError, isWithoutJetStream} from './client/jetstream-api.ts';
import {findOwnAccount, type OwnAccount} from './account/own-account.ts';
import {importingAccount} from './client/importing-account.ts';
import type {AccountName} from './decode/reported-group.ts';
import {UndecodableError} from './decode/json-value.ts';
import {askAsSystemAccount, identify} from './client/identify.ts';
import {NoAnswerError, type Link} from './client/link.ts';

/** What can be seen over a connection. */
export type Mode =
	/** Everything. */
	| {readonly type: 'system'; readonly importing: ImportingAccount | undefined}
	/** The streams and consumers of its own account. */
	| {readonly type: 'account'; readonly own: OwnAccount};

/** An ordinary account that imports `$SYS.REQ.>`: it sees everything, but hears advisories of its own groups only. */
export type ImportingAccount = {
	readonly account: AccountName;
	/** Undefined where it has no JetStream. */
	readonly own: OwnAccount | undefined;
};

/**
 * Finds out by asking.
 * @throws UnseeingAccountError when nothing can be seen, or the reason of the signal
 */
export async function findMode(
	link: Link,
	target: ConnectionTarget,
	signal?: AbortSignal,
): Promise<Mode> {
	const system = await askAsSystemAccount(link, target, signal);
	if (system === 'answered') {
		const account = await importingAccount(link, target, signal);
		const importing = account && {account, own: await ownWithin(account, link, target, signal)};
		return {type: 'system', importing};
	}

	try {
		return {type: 'account', own: await findOwnAccount(link, target, signal)};
	} catch (cause) {
		signal?.throwIfAborted();
		const why = whyUnseen(cause);
		if (why === undefined) {
			throw cause;
		}

		throw new UnseeingAccountError(
			target.label,
			system.denied?.operation !== 'subscription'
				? await whyUnanswered(system, why, link, target, signal)
				: `this user ${system.reason}, so that no answer arrives. Allow it, or give the prefix that is allowed with --inbox-prefix.`,
			{cause},
		);
	}
}

async function ownWithin(
	account: AccountName,
	link: Link,
	target: ConnectionTarget,
	signal?: AbortSignal,
): Promise<OwnAccount | undefined> {
	try {
		return {...(await findOwnAccount(link, target, signal)), account};
	} catch (cause) {
		signal?.throwIfAborted();
		if (whyUnseen(cause) === undefined) {
			throw cause;
		}

		return undefined;
	}
}

async function whyUnanswered(
	system: NoAnswerError,
	why: string,
	link: Link,
	target: ConnectionTarget,
	signal?: AbortSignal,
): Promise<string> {
	const user = await identify(link, target, signal);
	const account = user?.accountName ?? user?.account;
	const where = account === undefined ? 'an account' : `the account ${account}`;
	const asSystem =
		system.denied === undefined
			? 'not in the system account'
			: `${system.reason} as a user of the system account has to`;
	return `this user is in ${where}, ${asSystem}, and ${why}. Connect as a user of the system account, or of an account with JetStream.`;
}

function whyUnseen(error: unknown): string | undefined {
	if (error instanceof NoAnswerError) {
		return error.denied === undefined
			? `JetStream does not answer there (${error.reason})`
			: `${error.reason}, which is needed to see its own streams`;
	}

	if (error instanceof ApiError) {
		return isWithoutJetStream(error)
			? `JetStream is not enabled there`
			: `JetStream refuses the request: ${error.description}`;
	}

	return error instanceof UndecodableError
		? `cannot decode the answer of JetStream: ${error.message}`
		: undefined;
}

/** The connection works, and shows nothing: neither the servers nor an account's own streams. */
export class UnseeingAccountError extends Error {
	override readonly name = 'UnseeingAccountError';

	/** @param why what is missing and what to do, as one line */
	constructor(label: string, why: string, options?: ErrorOptions) {
		super(`${label}: ${why}`, options);
	}
}
