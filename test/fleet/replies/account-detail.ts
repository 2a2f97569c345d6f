import type {FleetAccount, FleetGroup, FleetServer, FleetWorld} from '../fleet-world.ts';
import type {JszOptions} from './jsz.ts';

type Asking = {
	readonly server: FleetServer;
	readonly world: FleetWorld;
	readonly options: JszOptions;
	/** Quoted. */
	readonly now: string;
};

/** One of the `account_details`. Put together from text: a fleet tells hundreds of thousands of groups. */
export function accountDetail(
	server: FleetServer,
	world: FleetWorld,
	account: FleetAccount,
	options: JszOptions,
	now: number,
): string {
	const asking = {server, world, options, now: quotedTime(now)};
	const {name} = account;
	const streams = options.streams || options.consumer || options.config;
	const hosted = (streams && server.streamsOf.get(account)) || [];
	const details = [...hosted]
		.filter(({leader}) => !options.stream_leader_only || leader === server)
		.map(stream => streamDetail(stream, asking))
		.join(',');
	return `{"name":"${name}","id":"${name}","memory":0,"storage":6450,"reserved_memory":18446744073709551615,"reserved_storage":18446744073709551615,"accounts":0,"ha_assets":0,"api":{"level":0,"total":5,"errors":0}${details === '' ? '' : `,"stream_detail":[${details}]`}}`;
}

function streamDetail(stream: FleetGroup, asking: Asking): string {
	const {server, world, options} = asking;
	const messages = messagesOf(stream, world);
	const consumers = options.consumer
		? stream.consumers.filter(({peers}) => peers.includes(server))
		: [];
	const config = options.config ? `,"config":${streamConfig(stream)}` : '';
	const details =
		consumers.length === 0
			? ''
			: `,"consumer_detail":[${consumers.map(consumer => consumerDetail(consumer, asking)).join(',')}]`;
	const raftGroups =
		consumers.length === 0
			? ''
			: `,"consumer_raft_groups":[${consumers.map(({consumer = '', raftGroup}) => `{"name":"${consumer}","raft_group":"${raftGroup}"}`).join(',')}]`;
	const raft = options.raft ? `,"stream_raft_group":"${stream.raftGroup}"${raftGroups}` : '';
	return `{"name":"${stream.stream}","created":"2026-01-15T07:53:13.537001393Z","cluster":${clusterOf(stream, asking)}${config},"state":{"messages":${messages},"bytes":${messages * 200},"first_seq":1,"first_ts":"2026-01-15T07:53:13.691612753Z","last_seq":${messages},"last_ts":${asking.now},"num_subjects":1,"consumer_count":${stream.consumers.length}}${details}${raft}}`;
}

function consumerDetail(consumer: FleetGroup, asking: Asking): string {
	const {world, options, now} = asking;
	const messages = messagesOf(consumer, world);
	const config = options.config ? `,"config":${consumerConfig(consumer)}` : '';
	const at = `{"consumer_seq":${messages},"stream_seq":${messages}}`;
	return `{"stream_name":"${consumer.stream}","name":"${consumer.consumer ?? ''}","created":"2026-01-15T07:53:13.608883371Z"${config},"delivered":${at},"ack_floor":${at},"num_ack_pending":0,"num_redelivered":0,"num_waiting":0,"num_pending":50,"cluster":${clusterOf(consumer, asking)},"ts":${now}}`;
}

/** A follower leaves itself out and takes the other followers for dead. Groups with one replica have no Raft. */
function clusterOf(group: FleetGroup, {server}: Asking): string {
	const {cluster, leader, leaderSince, peers, raftGroup} = group;
	const leaderText = leader ? `,"leader":"${leader.name}"` : '';
	if (peers.length === 1) {
		return `{"name":"${cluster}"${leaderText}}`;
	}

	const leads = leader === server;
	const since = leads ? `,"leader_since":${quotedTime(leaderSince)}` : '';
	const replicas = peers
		.filter(peer => peer !== server)
		.map(peer => {
			const {name, node, state} = peer;
			const known = leads || peer === leader;
			return state === 'up'
				? `{"name":"${name}","current":${known},"active":${known ? 312_375_892 : 0},"peer":"${node}"}`
				: `{"name":"${name}","current":false,"offline":true,"active":9312375892,"lag":12,"peer":"${node}"}`;
		})
		.join(',');
	return `{"name":"${cluster}","raft_group":"${raftGroup}"${leaderText}${since},"system_account":true,"traffic_account":"SYS","replicas":[${replicas}]}`;
}

function messagesOf(
	{messages, perSecond}: FleetGroup,
	{growth, growthEveryMs}: FleetWorld,
): number {
	return messages + Math.round((growth * perSecond * growthEveryMs) / 1000);
}

function streamConfig({stream, streamReplicas}: FleetGroup): string {
	return `{"name":"${stream}","subjects":["${stream.toLowerCase()}.>"],"retention":"limits","max_consumers":-1,"max_msgs":-1,"max_bytes":-1,"max_age":0,"max_msgs_per_subject":-1,"max_msg_size":-1,"discard":"old","storage":"file","num_replicas":${streamReplicas},"duplicate_window":120000000000,"compression":"none","allow_direct":false,"mirror_direct":false,"sealed":false,"deny_delete":false,"deny_purge":false,"allow_rollup_hdrs":false,"consumer_limits":{},"allow_msg_ttl":false,"metadata":{"_nats.req.level":"0"}}`;
}

function consumerConfig({consumer = '', peers, streamReplicas}: FleetGroup): string {
	const replicas = peers.length === streamReplicas ? 0 : peers.length;
	return `{"durable_name":"${consumer}","name":"${consumer}","deliver_policy":"all","ack_policy":"explicit","ack_wait":30000000000,"max_deliver":-1,"replay_policy":"instant","max_waiting":512,"max_ack_pending":1000,"num_replicas":${replicas},"metadata":{"_nats.req.level":"0"}}`;
}

function quotedTime(at: number): string {
	return `"${new Date(at).toISOString()}"`;
}
