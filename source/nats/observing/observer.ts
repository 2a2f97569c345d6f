import type {ClusterEvent} from '../../domain/cluster-event.ts';
import type {AccountNames} from '../../domain/account-names.ts';
import type {GroupIdentity} from '../../domain/raft-group.ts';

export type ObserverHandlers = {
	readonly emit: (event: ClusterEvent) => void;
};

/** What those who act want to know of those who observe. */
export type ObserverFacts = {
	/** The version of the server that leads a group, as far as known. */
	readonly leaderVersion: (group: GroupIdentity) => string | undefined;
	/** As far as they have been learnt. */
	readonly accountNames: AccountNames;
};

/** What watches over a connection: all accounts from the system account, or one account from within. */
export type Observer = {
	readonly start: () => void;
	/** The connection was lost: nothing can be asked. */
	readonly suspend: () => void;
	/** The connection is back: whatever was announced in between was missed. */
	readonly resume: () => void;
	readonly setIntervalMs: (intervalMs: number) => void;
	/** Asks for everything anew. Never rejects. */
	readonly refresh: (signal?: AbortSignal) => Promise<void>;
	readonly facts: ObserverFacts;
	/** Takes in that a group was deleted, as its own account announced. */
	readonly takeDeletion: (group: GroupIdentity) => void;
	/** Resolves when nothing runs any more. */
	readonly stop: () => Promise<void>;
};
