import type {ServersReported} from '../domain/cluster-event.ts';
import type {ServerReport, ServerStats} from '../domain/server.ts';
import type {Random} from './random.ts';
import type {SimServer, SimWorld} from './sim-world.ts';

/** After this long without a word the meta leader counts a peer as offline, in ms. */
export const peerLostMs = 3000;

const bytesPerMessage = 512;

/** What a round of asking all servers for their statistics brings now. */
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
