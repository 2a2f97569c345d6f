import type {FleetServer, FleetWorld} from '../fleet-world.ts';

/** The `server` part of every answer, and what a server says of itself when it leaves. */
export function serverInfo(server: FleetServer, {version}: FleetWorld, now: number): string {
	const {name, id, cluster} = server;
	server.sequence++;
	return JSON.stringify({
		name,
		host: '127.0.0.1',
		id,
		cluster,
		ver: version,
		feature_flags: {
			js_ack_fc_v2: false,
			js_api_reply_v2: false,
			js_raft_delete_range: true,
			js_snapshot_sources: false,
		},
		jetstream: true,
		flags: 7,
		seq: server.sequence,
		time: new Date(now).toISOString(),
	});
}
