import type {FleetServer, FleetWorld} from '../fleet-world.ts';

/** Connections between two servers of a cluster: a pool of three, and one of the system account's own. */
const routesPerPeer = 4;

/** The `statsz` part of an answer. Its length grows with the size of the cluster, as on real servers. */
export function statsz(server: FleetServer, world: FleetWorld): string {
	const {hosted, led, cpuPercent, startedAt, state} = server;
	const active = world.servers.filter(other => other.state !== 'down');
	const messages = world.growth * (led.streams + led.consumers) * 50;
	const traffic = {msgs: messages, bytes: messages * 200};
	return JSON.stringify({
		start: new Date(startedAt).toISOString(),
		mem: 60_000_000 + (hosted.streams + hosted.consumers) * 50_000,
		cores: 8,
		cpu: cpuPercent,
		connections: 40,
		total_connections: 900,
		active_accounts: world.accounts.length,
		subscriptions: 268 + 12 * (hosted.streams + hosted.consumers),
		sent: traffic,
		sent_to_clients: traffic,
		received: traffic,
		received_from_clients: traffic,
		slow_consumers: 0,
		routes: active
			.filter(other => other !== server && other.cluster === server.cluster)
			.flatMap(routes),
		active_servers: active.length,
		...(state === 'up'
			? {
					jetstream: {
						config: {
							max_memory: 18_957_385_728,
							max_storage: 64_069_294_080,
							sync_interval: 120_000_000_000,
							strict: true,
						},
						stats: {
							memory: 0,
							storage: 2150,
							reserved_memory: 0,
							reserved_storage: 0,
							accounts: world.accounts.length,
							ha_assets: hosted.streams + hosted.consumers,
							api: {level: 5, total: 5, errors: 0},
						},
						meta: {
							name: '_meta_',
							...(world.metaLeader && {
								leader: world.metaLeader.name,
								peer: world.metaLeader.node,
							}),
							...(world.metaLeader === server && {replicas: metaReplicas(server, world)}),
							cluster_size: world.servers.length,
							...raftState(world),
						},
						limits: {default_max_consumers: 1000},
					},
				}
			: {}),
		gomaxprocs: 8,
	});
}

/** The other peers of the meta group; only its leader knows how they are. */
export function metaReplicas(server: FleetServer, {metaLeader, servers}: FleetWorld) {
	return servers
		.filter(other => other !== server)
		.map(other => {
			const known = metaLeader === server || other === metaLeader;
			return {
				name: other.name,
				current: known && other.state !== 'down',
				...(other.state === 'down' && {offline: true}),
				active: known ? 309_716_425 : 0,
				peer: other.node,
			};
		});
}

/** What the meta group tells of its log. */
export function raftState({servers}: FleetWorld) {
	return {
		quorum_needed: Math.floor(servers.length / 2) + 1,
		pending: 0,
		pending_requests: 0,
		pending_infos: 0,
		snapshot: {pending_entries: 5, pending_size: 4573, last_time: '0001-01-01T00:00:00Z'},
	};
}

function routes({name}: FleetServer, peer: number): object[] {
	const traffic = {msgs: 120_000 + peer, bytes: 60_000_000 + peer};
	return Array.from({length: routesPerPeer}, (_, index) => ({
		rid: 14 + routesPerPeer * peer + index,
		name,
		sent: traffic,
		received: traffic,
		pending: 0,
	}));
}
