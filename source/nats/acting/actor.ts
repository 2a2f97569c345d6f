import type {AccountAccess} from '../../domain/account-access.ts';
import type {Permission} from '../../cluster.ts';
import type {GroupIdentity} from '../../domain/raft-group.ts';
import type {Link} from '../link.ts';

/** Somebody who can step down leaders in one account. */
export type Actor = {
	readonly permission: (group: GroupIdentity) => Permission;
	/** How it stands with the connection and its rights. */
	readonly access: () => AccountAccess;
	/** @throws ConnectError, WrongAccountError, OtherServersError, or the reason of the signal */
	readonly passage: (group: GroupIdentity, signal: AbortSignal) => Promise<Passage>;
};

/** The way on which a group's leader can be told to step down. */
export type Passage = {
	readonly link: Link;
	readonly subject: string;
	/** To be called when the server refused to take the message. */
	readonly onDenied: () => void;
};
