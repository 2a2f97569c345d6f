import type {Follower} from './raft-group.ts';

/** The Raft group of the servers of a JetStream domain, which decides about streams, consumers and peers: in its leader's words. */
export type MetaGroup = {
	/** Name of the server that leads; undefined while nobody does. */
	readonly leader: string | undefined;
	/** Servers in it, the leader included, whether up or not. */
	readonly replicas: number;
	/** Where nobody leads: those who say that they take part. */
	readonly followers: readonly Follower[];
};

/** Whether a server is one of its peers. */
export function isMetaPeer({leader, followers}: MetaGroup, name: string): boolean {
	return leader === name || followers.some(({server}) => server === name);
}
