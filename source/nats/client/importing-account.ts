import type {ConnectionTarget} from '../access/connection-target.ts';
import {recordOf, recordsOf, textOf, type JsonRecord} from '../decode/json-value.ts';
import {readMessage} from '../decode/read-reply.ts';
import type {AccountName} from '../decode/reported-group.ts';
import {serverReply} from '../decode/server-reply.ts';
import {identify} from './identify.ts';
import type {Link} from './link.ts';

/**
 * The account of a connection that is answered by the system services, where that is not the system account but one
 * that imports `$SYS.REQ.>`. Undefined for the system account, and where its server does not tell.
 * @throws the reason of the signal
 */
export async function importingAccount(
	link: Link,
	target: ConnectionTarget,
	signal?: AbortSignal,
): Promise<AccountName | undefined> {
	// From 2.12 on INFO tells, once connected (server/client.go, processPing); nats.js does not name these fields.
	const info = recordOf(link.connection.info);
	if (info?.['acc_is_sys'] === true) {
		return undefined;
	}

	const id = textOf(info?.['remote_account']);
	if (info?.['connect_info'] === true && id !== undefined) {
		return {id, name: (await identify(link, target, signal))?.accountName ?? id};
	}

	const system = textOf((await askOwnServer(link, 'VARZ', {}, target, signal))?.['system_account']);
	if (system === undefined) {
		return undefined;
	}

	const cid = link.connection.info?.client_id;
	const clients = await askOwnServer(link, 'CONNZ', {cid, auth: true}, target, signal);
	const own = recordsOf(clients?.['connections'])[0];
	const account = textOf(own?.['account']);
	return account === undefined || account === system
		? undefined
		: {id: account, name: textOf(own?.['name_tag']) ?? account};
}

async function askOwnServer(
	link: Link,
	question: string,
	options: JsonRecord,
	{timeoutMs}: Pick<ConnectionTarget, 'timeoutMs'>,
	signal?: AbortSignal,
): Promise<JsonRecord | undefined> {
	const subject = `$SYS.REQ.SERVER.${link.connection.info?.server_id ?? ''}.${question}`;
	try {
		const answer = await link.ask(subject, JSON.stringify(options), {timeoutMs, signal});
		return serverReply(readMessage(answer), 'data').content;
	} catch {
		signal?.throwIfAborted();
		return undefined;
	}
}
