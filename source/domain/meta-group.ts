import type {Follower} from './raft-group.ts';
import type {Server} from './server.ts';
import {compareVersions, supports} from './server-version.ts';
import {listed} from './words.ts';

/** The Raft group of the servers of a JetStream domain, which decides about streams, consumers and peers: in its leader's words. */
export type MetaGroup = {
	/** Name of the server that leads; undefined while there is none. */
	readonly leader: string | undefined;
	/** Servers in it, the leader included, whether up or not. */
	readonly replicas: number;
	/** Without a leader: the servers that say that they take part. */
	readonly followers: readonly Follower[];
	/** Servers on which an operator has lowered the quorum for now (`$JS.API.META.RESCUE`, from nats-server 2.15 on). */
	readonly rescues?: readonly QuorumRescue[] | undefined;
};

export type QuorumRescue = {
	readonly server: string;
	/** Votes that are enough on this server. */
	readonly quorum: number;
};

/** `quorum of the meta group lowered to 2 on n2`; undefined where it is not. */
export function rescueText(group: MetaGroup | undefined): string | undefined {
	const rescues = group?.rescues ?? [];
	const where = rescues.map(({server, quorum}) => `${quorum} on ${server}`);
	return where.length === 0 ? undefined : `quorum of the meta group lowered to ${listed(where)}`;
}

/** Whether a cluster is a single server without a cluster, which goes by its own name there: it has no meta group. */
export function standsAlone(
	cluster: string,
	servers: Iterable<Pick<Server, 'name' | 'cluster'>>,
): boolean {
	return [...servers].every(server => server.cluster !== cluster || server.name === cluster);
}

/** `east-n1`, or `east-n1 (cluster east)` where that is not the cluster that is shown. */
export function metaLeaderText(shown: string, leader: string, cluster: string | undefined): string {
	return cluster === undefined || cluster === shown ? leader : `${leader} (cluster ${cluster})`;
}

/**
 * Servers that can be asked to lead it next: those of the newest version first, then those that started last. In a rolling
 * upgrade or restart these are done. None where the leader takes no preference (before 2.11).
 * @param avoid servers that get no leaders
 */
export function metaSuccessors(
	group: MetaGroup | undefined,
	servers: ReadonlyMap<string, Server>,
	avoid: Pick<ReadonlySet<string>, 'has'>,
): readonly string[] {
	const {version = ''} = servers.get(group?.leader ?? '') ?? {};
	return !group || !supports(version, 'directedStepDown')
		? []
		: group.followers
				.filter(({current, online}) => current && online)
				.flatMap(({server}) => servers.get(server) ?? [])
				.filter(({name, state}) => state === 'online' && !avoid.has(name))
				.sort(
					(a, b) =>
						compareVersions(b.version, a.version) ||
						(b.startedAt ?? 0) - (a.startedAt ?? 0) ||
						a.name.localeCompare(b.name),
				)
				.map(({name}) => name);
}

/**
 * Takes a peer out for good, in a context of the system account; natscli takes a name or an id in Raft groups.
 * @param server with its domain where names are not unique
 */
export function peerRemoveCommand(server: string, domain: string | undefined): readonly string[] {
	const suffix = `@${domain}`;
	const name = server.endsWith(suffix) ? server.slice(0, -suffix.length) : server;
	return ['nats', 'server', 'cluster', 'peer-remove', name];
}

/** Whether a server is one of its peers. */
export function isMetaPeer({leader, followers}: MetaGroup, name: string): boolean {
	return leader === name || followers.some(({server}) => server === name);
}
