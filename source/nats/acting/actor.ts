import type {AccountAccess} from '../../domain/account-access.ts';
import type {Permission} from '../../cluster.ts';
import type {GroupIdentity} from '../../domain/raft-group.ts';
import type {Link} from '../client/link.ts';

/** Somebody who can step down leaders in one account. */
export type Actor = {
	readonly permission: (group: GroupIdentity) => Permission;
	/** How it stands with the connection and its rights. */
	readonly access: () => AccountAccess;
	/**
	 * At once where it stands open: a promise for each step-down, and someone to wait for it, cost as much as its request.
	 * Else it rejects with ConnectError, WrongAccountError, OtherServersError, or the reason of the signal.
	 */
	readonly passage: (group: GroupIdentity, signal: AbortSignal) => Passage | Promise<Passage>;
};

/** The way on which a group's leader can be told to step down. */
export type Passage = {
	readonly link: Link;
	readonly subject: string;
	/** To be called when the server refused to take the message. */
	readonly onDenied: () => void;
};
