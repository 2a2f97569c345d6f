import {textOf} from './json-value.ts';
import {serverReply} from './server-reply.ts';
import {publishPermissions, type PublishPermissions} from './user-permissions.ts';

/** Who a connection is, from `$SYS.REQ.USER.INFO` (nats-server 2.10 and later). */
export type UserInfo = {
	readonly user: string | undefined;
	/** The account's id. */
	readonly account: string | undefined;
	/** The account's name where it is told apart from the id (from 2.12). */
	readonly accountName: string | undefined;
	/** Undefined when another server than the connection's own has answered. */
	readonly permissions: PublishPermissions | undefined;
};

/**
 * All servers may answer, those behind a leaf node too, and each tells the permissions of the connection over which the
 * question came to it (server/events.go, userInfoReq): between servers that is not the user's.
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
