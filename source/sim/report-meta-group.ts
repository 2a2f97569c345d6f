import type {MetaGroupReported} from '../domain/cluster-event.ts';
import type {Follower} from '../domain/raft-group.ts';
import {peerLostMs} from './report-servers.ts';
import type {SimServer, SimWorld} from './sim-world.ts';

/** What a round of looks tells of the meta group now; nothing where no server is up. */
export function reportMetaGroup(world: SimWorld, now: number): readonly MetaGroupReported[] {
	const servers = [...world.servers.values()];
	const {metaLeader: leader} = world;
	const peers = servers.filter(({name}) => name !== leader);
	const followers =
		leader === undefined
			? peers.filter(({name}) => world.isUp(name)).map(({name}) => behind(name))
			: peers.map(server => followerOf(server, now));
	return leader === undefined && followers.length === 0
		? []
		: [
				{
					type: 'meta-group-reported',
					at: now,
					domain: undefined,
					metaGroup: {leader, replicas: servers.length, followers},
				},
			];
}

function followerOf({name, state, stateSince}: SimServer, now: number): Follower {
	return state === 'online' || state === 'lame-duck'
		? {server: name, current: true, lag: 0, online: true}
		: {...behind(name), online: state === 'recovering' || now - stateSince <= peerLostMs};
}

function behind(server: string): Follower {
	return {server, current: false, lag: 0, online: true};
}
