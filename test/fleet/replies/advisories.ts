import {randomUUID} from 'node:crypto';
import type {FleetGroup, FleetServer, FleetWorld} from '../fleet-world.ts';

export type Advisory = {
	/** Behind `$JS.EVENT.ADVISORY.`. */
	readonly subject: string;
	readonly text: string;
};

/** That a group has a leader; as on real servers, its followers may not have heard of it yet. */
export function leaderElected(group: FleetGroup, now: number): Advisory {
	const {leader, peers} = group;
	return advisory(group, 'leader_elected', now, {
		leader: leader?.name,
		replicas: peers.map(peer => replica(peer, peer === leader ? {} : {lag: 4})),
	});
}

export function quorumLost(group: FleetGroup, now: number): Advisory {
	return advisory(group, 'quorum_lost', now, {
		replicas: group.peers.map(peer => replica(peer, {})),
	});
}

export function metaLeaderElected({metaLeader, servers}: FleetWorld, now: number): Advisory {
	return {
		subject: 'DOMAIN.LEADER_ELECTED',
		text: JSON.stringify({
			type: 'io.nats.jetstream.advisory.v1.domain_leader_elected',
			id: randomUUID(),
			timestamp: new Date(now).toISOString(),
			leader: metaLeader?.node,
			replicas: servers.map(server => replica(server, {})),
			cluster: metaLeader?.cluster,
		}),
	};
}

function advisory(group: FleetGroup, what: string, now: number, content: object): Advisory {
	const {account, stream, consumer} = group;
	const kind = consumer === undefined ? 'stream' : 'consumer';
	return {
		subject: `${kind.toUpperCase()}.${what.toUpperCase()}.${stream}${consumer === undefined ? '' : `.${consumer}`}`,
		text: JSON.stringify({
			type: `io.nats.jetstream.advisory.v1.${kind}_${what}`,
			id: randomUUID(),
			timestamp: new Date(now).toISOString(),
			account: account.name,
			stream,
			consumer,
			...content,
		}),
	};
}

function replica({name, node, state}: FleetServer, more: object) {
	const up = state !== 'down';
	return {name, current: up, ...(!up && {offline: true}), active: 97_883, ...more, peer: node};
}
