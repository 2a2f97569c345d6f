import type {ConnectionTarget} from '../access/connection-target.ts';
import type {AccountName} from '../decode/reported-group.ts';
import {recordsOf, recordOf, textOf} from '../decode/json-value.ts';
import {readMessage} from '../decode/read-reply.ts';
import {serverReply} from '../decode/server-reply.ts';
import type {PublishPermissions} from '../decode/user-info.ts';
import {identify} from '../client/identify.ts';
import type {Link} from '../client/link.ts';
import {apiPrefix, JetStreamApi} from '../client/jetstream-api.ts';

/** The account that a connection belongs to, and its JetStream. */
export type OwnAccount = {
	readonly account: AccountName;
	readonly domain: string | undefined;
	readonly api: JetStreamApi;
	/** Undefined where servers do not report them (before 2.10). */
	readonly permissions: PublishPermissions | undefined;
};

/**
 * Asks for the account of a connection that is not in the system account, and whether it has JetStream.
 * @throws NoAnswerError or ApiError when it has none or may not be asked; UndecodableError; the reason of the signal
 */
export async function findOwnAccount(
	link: Link,
	target: ConnectionTarget,
	signal?: AbortSignal,
): Promise<OwnAccount> {
	const {jetStreamApiPrefix, jetStreamDomain, timeoutMs} = target;
	const prefix = jetStreamApiPrefix ?? apiPrefix(jetStreamDomain);
	const api = new JetStreamApi(link, prefix, timeoutMs);
	const [{domain}, user] = await Promise.all([api.info(signal), identify(link, target, signal)]);
	const id = user?.account ?? (await accountByStatistics(link, timeoutMs, signal)) ?? nameless;
	return {
		account: {id, name: user?.accountName ?? id},
		domain,
		api,
		permissions: user?.permissions,
	};
}

/** Stands for an account name that no server reports. */
const nameless = 'this account';

/** Servers before 2.10 report the account with its statistics only. */
async function accountByStatistics(
	link: Link,
	timeoutMs: number,
	signal?: AbortSignal,
): Promise<string | undefined> {
	try {
		const reply = await link.ask('$SYS.REQ.ACCOUNT.PING.STATZ', '', {timeoutMs, signal});
		const {content} = serverReply(readMessage(reply), 'data');
		return textOf(recordOf(recordsOf(content['account_statz'])[0])?.['acc']);
	} catch {
		signal?.throwIfAborted();
		return undefined;
	}
}
