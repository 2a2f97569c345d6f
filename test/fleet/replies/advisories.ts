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

/** That a group was created or deleted: told in its own account only, which it does not name. */
export function action(
	{stream, consumer}: FleetGroup,
	done: 'CREATED' | 'DELETED',
	now: number,
): Advisory {
	const kind = consumer === undefined ? 'stream' : 'consumer';
	return {
		subject: subjectOf({stream, consumer}, done),
		text: JSON.stringify({
			type: `io.nats.jetstream.advisory.v1.${kind}_action`,
			id: randomUUID(),
			timestamp: new Date(now).toISOString(),
			stream,
			consumer,
			action: done === 'CREATED' ? 'create' : 'delete',
		}),
	};
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
		subject: subjectOf(group, what.toUpperCase()),
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

function subjectOf(
	{stream, consumer}: Pick<FleetGroup, 'stream' | 'consumer'>,
	what: string,
): string {
	return consumer === undefined
		? `STREAM.${what}.${stream}`
		: `CONSUMER.${what}.${stream}.${consumer}`;
}

function replica({name, node, state}: FleetServer, more: object) {
	const up = state !== 'down';
	return {name, current: up, ...(!up && {offline: true}), active: 97_883, ...more, peer: node};
}
