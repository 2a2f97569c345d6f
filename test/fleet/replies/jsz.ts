import type {FleetServer, FleetWorld} from '../fleet-world.ts';
import {accountDetail} from './account-detail.ts';
import {metaReplicas, raftState} from './statsz.ts';

/** What a question to JSZ may ask for. */
export type JszOptions = {
	readonly account?: string;
	readonly accounts?: boolean;
	readonly streams?: boolean;
	readonly consumer?: boolean;
	readonly config?: boolean;
	readonly leader_only?: boolean;
	readonly offset?: number;
	readonly limit?: number;
	readonly raft?: boolean;
	readonly stream_leader_only?: boolean;
};

/** Accounts in an answer when the question does not limit them. */
const defaultLimit = 1024;

/** The `data` part of an answer to JSZ. */
export function jsz(
	server: FleetServer,
	world: FleetWorld,
	options: JszOptions,
	now: number,
): string {
	const {hosted, led, state, id} = server;
	if (state !== 'up') {
		return JSON.stringify({...usage(world, 0), server_id: id, now: timeText(now), disabled: true});
	}

	const {accounts} = world;
	const head = JSON.stringify({
		...usage(world, hosted.streams + hosted.consumers),
		server_id: id,
		now: timeText(now),
		config: {
			max_memory: 18_957_385_728,
			max_storage: 64_069_294_080,
			store_dir: `/data/${server.name}/jetstream`,
			sync_interval: 120_000_000_000,
			strict: true,
		},
		limits: {default_max_consumers: 1000},
		streams: hosted.streams,
		// Zeros are left out.
		...(options.raft && led.streams > 0 && {streams_leader: led.streams}),
		consumers: hosted.consumers,
		...(options.raft && led.consumers > 0 && {consumers_leader: led.consumers}),
		messages: 0,
		bytes: 0,
		meta_cluster: metaCluster(server, world),
	});
	const details = chosen(world, options)
		.map(account => accountDetail(server, world, account, options, now))
		.join(',');
	const accountDetails = details === '' ? '' : `,"account_details":[${details}]`;
	return `${head.slice(0, -1)}${accountDetails},"total":${accounts.length}}`;
}

function usage({accounts}: FleetWorld, groups: number) {
	return {
		memory: 0,
		storage: 2150,
		reserved_memory: 0,
		reserved_storage: 0,
		accounts: accounts.length,
		ha_assets: groups,
		api: {level: 5, total: 5, errors: 0},
	};
}

function metaCluster(server: FleetServer, world: FleetWorld) {
	const {metaLeader, servers} = world;
	return {
		name: server.cluster,
		...(metaLeader && {leader: metaLeader.name, peer: metaLeader.node}),
		replicas: metaReplicas(server, world),
		cluster_size: servers.length,
		...raftState(world),
	};
}

function chosen({accounts}: FleetWorld, options: JszOptions) {
	const {account: only, offset = 0, limit = defaultLimit} = options;
	if (only !== undefined) {
		return accounts.filter(({name}) => name === only);
	}

	const wanted = options.accounts ?? options.streams ?? options.consumer ?? options.config ?? false;
	return wanted ? accounts.slice(offset, offset + (limit > 0 ? limit : defaultLimit)) : [];
}

function timeText(now: number): string {
	return new Date(now).toISOString();
}
