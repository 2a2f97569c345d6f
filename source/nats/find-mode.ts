import type {ConnectionTarget} from './access/connection-target.ts';
import {ApiError, isWithoutJetStream} from './client/jetstream-api.ts';
import {findOwnAccount, type OwnAccount} from './account/own-account.ts';
import {importingAccount} from './client/importing-account.ts';
import type {AccountName} from './decode/reported-group.ts';
import {UndecodableError} from './decode/json-value.ts';
import {mayPublishNone} from './decode/user-info.ts';
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
		const own = await findOwnAccount(link, target, signal);
		const missing = missingLists(own);
		if (missing.length > 0) {
			throw new UnseeingAccountError(
				target.label,
				`this user may not publish to ${missing.join(' and ')}, so its streams and consumers cannot be listed. Allow it (docs/access.md), or connect as another user.`,
			);
		}

		return {type: 'account', own};
	} catch (cause) {
		signal?.throwIfAborted();
		const why = whyUnseen(cause, target);
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
		if (whyUnseen(cause, target) === undefined) {
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

/** Where servers report permissions, from 2.10 on: the lists that this user may ask for nowhere. */
function missingLists({api, permissions}: OwnAccount): readonly string[] {
	return [`${api.prefix}.STREAM.LIST`, `${api.prefix}.CONSUMER.LIST.*`].filter(
		subject => permissions && mayPublishNone(permissions, subject),
	);
}

function whyUnseen(
	error: unknown,
	{jetStreamDomain, jetStreamApiPrefix}: ConnectionTarget,
): string | undefined {
	if (error instanceof NoAnswerError) {
		const where =
			jetStreamDomain !== undefined
				? `in the JetStream domain ${jetStreamDomain} (--js-domain, or jetstream_domain in the context; check its spelling and that this account reaches it)`
				: jetStreamApiPrefix !== undefined
					? `behind the API prefix ${jetStreamApiPrefix} (--js-api-prefix, or jetstream_api_prefix in the context; check its spelling and that this account imports it)`
					: 'there';
		return error.denied === undefined
			? `JetStream does not answer ${where} (${error.reason})`
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
