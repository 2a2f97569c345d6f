import type {ClusterEvent, MetaGroupReported, ServersReported} from '../domain/cluster-event.ts';
import type {Follower, ReportedGroup} from '../domain/raft-group.ts';
import type {ServerReport, ServerStats} from '../domain/server.ts';
import type {Random} from './random.ts';
import {messagesAfter, type SimGroup, type SimServer, type SimWorld} from './sim-world.ts';

/** After this long without a heartbeat the meta leader counts a peer as offline, in ms. */
const peerLostMs = 3000;

const bytesPerMessage = 512;

/** The answers of all servers to a request for their statistics. */
export function reportServers(world: SimWorld, random: Random, now: number): ServersReported {
	const servers: ServerReport[] = [];
	const silent: string[] = [];
	const offline: {name: string; cluster: string}[] = [];
	for (const server of world.servers.values()) {
		const {name, cluster, state, stateSince} = server;
		if (state !== 'stopped') {
			servers.push(reportOf(world, server, state, random));
		} else if (now - stateSince <= peerLostMs) {
			silent.push(name);
		} else {
			offline.push({name, cluster});
		}
	}

	return {type: 'servers-reported', at: now, servers, silent, offline};
}

function reportOf(
	world: SimWorld,
	server: SimServer,
	state: ServerReport['state'],
	random: Random,
): ServerReport {
	const {name, cluster, version, life, startedAt} = server;
	return {
		name,
		id: `${name}-${life}`,
		cluster,
		domain: undefined,
		version,
		tags: [],
		startedAt,
		state,
		stats: statsOf(server, world.hosted.get(name) ?? 0, random),
	};
}

function statsOf(
	{messages, messagesPerSecond}: SimServer,
	hosted: number,
	random: Random,
): ServerStats {
	const messagesIn = Math.floor(messages * 0.4);
	const messagesOut = Math.floor(messages) - messagesIn;
	return {
		cpuPercent: Math.round(2 + messagesPerSecond / 300 + random.between(0, 3)),
		cores: 4,
		memoryBytes: Math.round(9e7 + hosted * 4e5 + random.between(0, 5e6)),
		connections: Math.round(20 + Math.sqrt(messagesPerSecond) + random.between(0, 3)),
		slowConsumers: 0,
		messagesIn,
		messagesOut,
		bytesIn: messagesIn * bytesPerMessage,
		bytesOut: messagesOut * bytesPerMessage,
	};
}

/** The meta group as its leader sees it, or as its peers do while it has none; nothing while no server is up. */
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

/** A group as its leader reports it. */
export function describeGroup(world: SimWorld, group: SimGroup, now: number): ReportedGroup {
	const {identity, key, account, cluster, peers, leader, leaderSince, bytesPerMessage} = group;
	return {
		...identity,
		key,
		account,
		cluster,
		leader,
		leaderSince: leader === undefined ? undefined : leaderSince,
		replicas: peers.length,
		followers: followersOf(world, group, now),
		messages: messagesAfter(group.traffic, now - group.bornAt),
		bytesPerMessage: identity.kind === 'stream' ? bytesPerMessage : undefined,
	};
}

/** The other peers, as the leader sees them. */
export function followersOf(world: SimWorld, group: SimGroup, now: number): Follower[] {
	return group.peers
		.filter(peer => peer !== group.leader)
		.map(server => {
			const online = world.isUp(server);
			const lag = online ? world.lagOf(group, server, now) : 0;
			return {server, online, lag, current: online && lag === 0};
		});
}

/** Groups in one message. */
const groupsPerPage = 1000;

/** The groups that a server leads, and those without a leader that it hosts, in pages. */
export function inventoryOf(
	world: SimWorld,
	server: string,
	askedAt: number,
	now: number,
): ClusterEvent[] {
	const led = Array.from(world.ledBy(server), group => describeGroup(world, group, now));
	const leaderless = [...world.ledBy(undefined)]
		.filter(({peers}) => peers.includes(server))
		.map(group => describeGroup(world, group, now));
	const events: ClusterEvent[] = [];
	for (let first = 0; first === 0 || first < led.length; first += groupsPerPage) {
		events.push({
			type: 'groups-reported',
			at: now,
			askedAt,
			server,
			led: led.slice(first, first + groupsPerPage),
			leaderless: first === 0 ? leaderless : [],
		});
	}

	return [...events, {type: 'look-completed', at: now, askedAt, server}];
}
