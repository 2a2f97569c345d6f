import type {ConnectionTarget} from '../access/connection-target.ts';
import {recordOf, recordsOf, textOf, type JsonRecord} from '../decode/json-value.ts';
import {readMessage} from '../decode/read-reply.ts';
import type {AccountName} from '../decode/reported-group.ts';
import {serverReply} from '../decode/server-reply.ts';
import type {Link} from './link.ts';

/**
 * The account of a connection that is answered by the system services, where that is not the system account but one
 * that imports `$SYS.REQ.>`. Undefined for the system account, and where its server does not tell.
 * @throws the reason of the signal
 */
export async function importingAccount(
	link: Link,
	target: Pick<ConnectionTarget, 'timeoutMs'>,
	signal?: AbortSignal,
): Promise<AccountName | undefined> {
	// Servers before 2.12 do not say it in INFO; nats.js does not name the field.
	if (recordOf(link.connection.info)?.['acc_is_sys'] === true) {
		return undefined;
	}

	const cid = link.connection.info?.client_id;
	const [server, connections] = await Promise.all([
		askOwnServer(link, 'VARZ', {}, target, signal),
		askOwnServer(link, 'CONNZ', {cid, auth: true}, target, signal),
	]);
	const system = textOf(server?.['system_account']);
	const connection = recordsOf(connections?.['connections'])[0];
	const id = textOf(connection?.['account']);
	return system === undefined || id === undefined || id === system
		? undefined
		: {id, name: textOf(connection?.['name_tag']) ?? id};
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
