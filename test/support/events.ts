import type {
	ClusterEvent,
	GroupsReported,
	LeaderElected,
	MetaGroupReported,
	ServersReported,
} from '../../source/domain/cluster-event.ts';
import type {RaftGroup} from '../../source/domain/raft-group.ts';
import type {Server, ServerReport} from '../../source/domain/server.ts';
import {aMetaGroup, aServer, start} from './build.ts';

/** What a server says of itself, with the same defaults as `aServer`. */
export function aReport(name: string, overrides: Partial<ServerReport> = {}): ServerReport {
	return {...reportOf(aServer(name)), ...overrides};
}

/** One round of looks at the servers. Names stand for servers online. */
export function serversReported(
	servers: readonly (string | ServerReport)[],
	{at = start, silent = [], offline = []}: Partial<ServersReported> = {},
): ServersReported {
	return {
		type: 'servers-reported',
		at,
		servers: servers.map(server => (typeof server === 'string' ? aReport(server) : server)),
		silent,
		offline,
	};
}

/** The meta group of these servers, which the first of them leads, as it says. */
export function metaGroupReported(
	servers: readonly string[],
	{at = start, domain, metaGroup = aMetaGroup(servers)}: Partial<MetaGroupReported> = {},
): MetaGroupReported {
	return {type: 'meta-group-reported', at, domain, metaGroup};
}

/** A server's word on its groups, asked 5 ms before it arrived. */
export function groupsReported(
	server: string,
	led: readonly RaftGroup[],
	{at = start, askedAt = at - 5, leaderless = []}: Partial<GroupsReported> = {},
): GroupsReported {
	return {
		type: 'groups-reported',
		at,
		askedAt,
		server,
		led,
		leaderless,
	};
}

/** A server's whole inventory: its groups, and that there are no others. */
export function look(
	server: string,
	led: readonly RaftGroup[],
	{at = start, askedAt = at - 5, leaderless = []}: Partial<GroupsReported> = {},
): ClusterEvent[] {
	return [
		groupsReported(server, led, {at, askedAt, leaderless}),
		{type: 'look-completed', at, askedAt, server},
	];
}

export function elected(
	group: RaftGroup,
	leader: string,
	{at = start, followers}: Partial<LeaderElected> = {},
): LeaderElected {
	const {kind, domain, accountId, stream, consumer} = group;
	return {
		type: 'leader-elected',
		at,
		group: {kind, domain, accountId, stream, consumer},
		leader,
		followers,
	};
}

/** Everything that makes these servers and groups known, as a first complete look at a cluster does. */
export function firstLook(
	servers: readonly (string | Server)[],
	groups: readonly RaftGroup[],
	at = start,
): ClusterEvent[] {
	const known = servers.map(server => (typeof server === 'string' ? aServer(server) : server));
	const offline = known.filter(({state}) => state === 'offline');
	const silent = known.filter(({state}) => state === 'silent');
	const up = known.filter(server => !offline.includes(server));
	const leaderless = groups.filter(({leader}) => leader === undefined);
	return [
		{type: 'connection-changed', at, state: 'connected', detail: undefined},
		serversReported(up.map(reportOf), {at, offline}),
		...up.flatMap(({name}) =>
			look(
				name,
				groups.filter(({leader}) => leader === name),
				{
					at,
					leaderless: leaderless.filter(({followers}) =>
						followers.some(follower => follower.server === name),
					),
				},
			),
		),
		...(silent.length === 0 ? [] : [whoStayedSilent(up, silent, offline, at)]),
	];
}

function whoStayedSilent(
	up: readonly Server[],
	silent: readonly Server[],
	offline: readonly Server[],
	at: number,
): ServersReported {
	const answering = up.filter(server => !silent.includes(server)).map(reportOf);
	return serversReported(answering, {at, silent: silent.map(({name}) => name), offline});
}

export function reportOf({state, ...server}: Server): ServerReport {
	const {name, id, cluster, domain, version, tags, startedAt, stats} = server;
	return {
		name,
		id,
		cluster,
		domain,
		version,
		tags,
		startedAt,
		stats,
		state: state === 'silent' || state === 'offline' ? 'online' : state,
	};
}
