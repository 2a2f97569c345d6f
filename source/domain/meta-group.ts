import type {Follower} from './raft-group.ts';
import type {Server} from './server.ts';

/** The Raft group of the servers of a JetStream domain, which decides about streams, consumers and peers: in its leader's words. */
export type MetaGroup = {
	/** Name of the server that leads; undefined while there is none. */
	readonly leader: string | undefined;
	/** Servers in it, the leader included, whether up or not. */
	readonly replicas: number;
	/** Without a leader: the servers that say that they take part. */
	readonly followers: readonly Follower[];
};

/** Whether a cluster is a single server without a cluster, which goes by its own name there: it has no meta group. */
export function standsAlone(
	cluster: string,
	servers: Iterable<Pick<Server, 'name' | 'cluster'>>,
): boolean {
	return [...servers].every(server => server.cluster !== cluster || server.name === cluster);
}

/** Whether a server is one of its peers. */
export function isMetaPeer({leader, followers}: MetaGroup, name: string): boolean {
	return leader === name || followers.some(({server}) => server === name);
}
