import type {RawTarget} from '../cluster.ts';
import type {OwnAccount} from './account/own-account.ts';
import type {Link} from './client/link.ts';
import {endOfValue, itemsOf, memberOf, stringAt} from './decode/json-text.ts';

/** Inventories of large accounts take a while. */
const timeoutMs = 10_000;

/**
 * What the servers say of a server or a group, in their own words: nothing is parsed on the way, so that no number and no
 * unknown field is lost.
 * @param own the one account that is seen; undefined where all are
 * @throws NoAnswerError, or an Error where nothing can be asked
 */
export async function rawJson(
	link: Link,
	own: OwnAccount | undefined,
	target: RawTarget,
	signal?: AbortSignal,
): Promise<string> {
	const ask = async (subject: string, body = '') =>
		(await link.ask(subject, body, {timeoutMs, ...(signal && {signal})})).string();
	const {serverId, group} = target;
	if (own) {
		if (!group) {
			throw new Error('one account cannot ask a server: use the system account');
		}

		const {stream, consumer} = group;
		const subject =
			consumer === undefined ? `STREAM.INFO.${stream}` : `CONSUMER.INFO.${stream}.${consumer}`;
		return ask(`${own.api.prefix}.${subject}`);
	}

	if (serverId === undefined) {
		throw new Error('it has no leader that could be asked');
	}

	const of = `$SYS.REQ.SERVER.${serverId}`;
	if (!group) {
		const [statistics, jetStream] = await Promise.all([ask(`${of}.STATSZ`), ask(`${of}.JSZ`)]);
		return `{"STATSZ": ${statistics}, "JSZ": ${jetStream}}`;
	}

	const options = {account: group.accountId, streams: true, consumer: true, config: true};
	return groupIn(await ask(`${of}.JSZ`, JSON.stringify(options)), group);
}

/** A group's part of an inventory. */
function groupIn(
	text: string,
	{stream, consumer}: Pick<NonNullable<RawTarget['group']>, 'stream' | 'consumer'>,
): string {
	const named = (items: readonly number[], name: string) =>
		items.find(at => stringAt(text, memberOf(text, at, 'name')) === name);
	const accounts = itemsOf(text, memberOf(text, memberOf(text, 0, 'data'), 'account_details'));
	const streams = accounts.flatMap(at => itemsOf(text, memberOf(text, at, 'stream_detail')));
	const home = named(streams, stream);
	const at =
		consumer === undefined || home === undefined
			? home
			: named(itemsOf(text, memberOf(text, home, 'consumer_detail')), consumer);
	if (at === undefined) {
		throw new Error('its server does not list it now: it has another leader, or is gone');
	}

	return text.slice(at, endOfValue(text, at));
}
