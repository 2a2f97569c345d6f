import {countOf, recordOf, recordsOf, textOf} from './json-value.ts';
import {nameOf} from './peers.ts';

/** The Raft group of a JetStream domain's servers, as one of them reports it. */
export type MetaGroupReport = {
	/** Name of the server that leads; undefined while this server knows none. */
	readonly leader: string | undefined;
	/** Servers in the group, whether up or not. */
	readonly size: number;
	/** The peers that this server lists; of followers only the leader's list is reliable. */
	readonly peers: readonly MetaPeer[];
};

export type MetaPeer = {
	/** Undefined where the server that lists it has not met it since its own start. */
	readonly name: string | undefined;
	/** The peer's id in Raft groups, by which advisories of the meta group name it. */
	readonly node: string | undefined;
	/** Heard lately, with all that the leader has; nodes of 2.9 and 2.10 keep saying so of a peer that restarts. */
	readonly current: boolean;
	/** Log entries behind the leader. */
	readonly lag: number;
	readonly offline: boolean;
};

/** Undefined for a server without a meta group: a single one, or one whose JetStream is off. */
export function metaGroup(value: unknown): MetaGroupReport | undefined {
	const group = recordOf(value);
	if (!group) {
		return undefined;
	}

	const leader = textOf(group['leader']);
	const leaderNode = leader === undefined ? undefined : textOf(group['peer']);
	const peers = metaPeers(group['replicas']);
	return {
		leader,
		size: countOf(group['cluster_size']),
		peers:
			leader === undefined || peers.some(({name}) => name === leader)
				? peers
				: [...peers, {name: leader, node: leaderNode, current: true, lag: 0, offline: false}],
	};
}

export function metaPeers(value: unknown): readonly MetaPeer[] {
	return recordsOf(value).map(peer => ({
		name: nameOf(peer),
		node: textOf(peer['peer']),
		current: peer['current'] === true,
		lag: countOf(peer['lag']),
		offline: peer['offline'] === true,
	}));
}
