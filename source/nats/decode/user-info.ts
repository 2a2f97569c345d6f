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
	readonly permissions: PublishPermissions;
};

/** @throws UndecodableError */
export function userInfo(value: unknown): UserInfo {
	const {content} = serverReply(value, 'data');
	return {
		user: textOf(content['user']),
		account: textOf(content['account']),
		accountName: textOf(content['account_name']),
		permissions: publishPermissions(content['permissions']),
	};
}
