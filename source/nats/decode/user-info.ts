import {recordOf, textOf, textsOf} from './json-value.ts';
import {serverReply} from './server-reply.ts';

/** Who a connection is, from `$SYS.REQ.USER.INFO` (nats-server 2.10 and later). */
export type UserInfo = {
	readonly user: string | undefined;
	/** The account's id. */
	readonly account: string | undefined;
	/** The account's name, reported beside the id from 2.12 on. */
	readonly accountName: string | undefined;
	/** Undefined when another server than the connection's own has answered. */
	readonly permissions: PublishPermissions | undefined;
};

/**
 * All servers may answer, those behind a leaf node too, each with the permissions of the connection that brought the
 * question (server/events.go, userInfoReq): between servers that is not the user's.
 * @param ownServer the id of the server that the connection goes to
 * @throws UndecodableError
 */
export function userInfo(value: unknown, ownServer: string | undefined): UserInfo {
	const {server, content} = serverReply(value, 'data');
	return {
		user: textOf(content['user']),
		account: textOf(content['account']),
		accountName: textOf(content['account_name']),
		permissions: server.id === ownServer ? publishPermissions(content['permissions']) : undefined,
	};
}

/** Subjects that a user may publish to. */
export type PublishPermissions = {
	/** Undefined: all. */
	readonly allow: readonly string[] | undefined;
	readonly deny: readonly string[];
};

/** From `permissions` in a user's info; a user without it may do everything. */
export function publishPermissions(value: unknown): PublishPermissions {
	const publish = recordOf(recordOf(value)?.['publish']);
	const allow = publish?.['allow'];
	return {
		allow: Array.isArray(allow) ? textsOf(allow) : undefined,
		deny: textsOf(publish?.['deny']),
	};
}

/** Whether a message may be published on a subject; one subject at a time, without wildcards. */
export function mayPublish({allow, deny}: PublishPermissions, subject: string): boolean {
	const matches = (pattern: string) => covers(pattern, subject);
	return (allow === undefined || allow.some(matches)) && !deny.some(matches);
}

/** Whether messages may be published on all subjects that a pattern stands for, as far as one rule allows them all. */
export function mayPublishAll({allow, deny}: PublishPermissions, pattern: string): boolean {
	return (
		(allow === undefined || allow.some(rule => covers(rule, pattern))) &&
		!deny.some(rule => covers(rule, pattern) || covers(pattern, rule))
	);
}

/** Whether messages may be published on no subject at all that a pattern stands for. */
export function mayPublishNone({allow, deny}: PublishPermissions, pattern: string): boolean {
	return (
		deny.some(rule => covers(rule, pattern)) ||
		(allow !== undefined && !allow.some(rule => covers(rule, pattern) || covers(pattern, rule)))
	);
}

/** Whether a pattern stands for a subject, or for all that another pattern stands for. */
export function covers(pattern: string, subject: string): boolean {
	const wanted = pattern.split('.');
	const tokens = subject.split('.');
	const tail = wanted.at(-1) === '>';
	const fixed = tail ? wanted.slice(0, -1) : wanted;
	return (
		(tail ? tokens.length > fixed.length : tokens.length === fixed.length) &&
		fixed.every((token, index) => token === '*' || token === tokens[index])
	);
}
