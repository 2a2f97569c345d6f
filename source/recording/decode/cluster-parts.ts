import type {MetaGroup} from '../../domain/meta-group.ts';
import {
	groupKey,
	type Follower,
	type GroupIdentity,
	type GroupPlace,
	type RaftGroup,
	type ReportedGroup,
} from '../../domain/raft-group.ts';
import type {Server, ServerReport, ServerStats, ServerTraffic} from '../../domain/server.ts';
import {
	amount,
	count,
	flag,
	list,
	object,
	oneOf,
	optional,
	smallCount,
	text,
	time,
	type Decode,
	type Fields,
} from './fields.ts';

const place: Fields<GroupPlace> = {
	domain: optional(text),
	accountId: text,
	stream: text,
	consumer: optional(text),
};

export const groupPlace: Decode<GroupPlace> = object<GroupPlace>(place);

export const groupIdentity: Decode<GroupIdentity> = object<GroupIdentity>({
	kind: oneOf(['stream', 'consumer']),
	...place,
});

export const follower: Decode<Follower> = object<Follower>({
	server: text,
	current: flag,
	lag: count,
	online: flag,
});

export const metaGroup: Decode<MetaGroup> = object<MetaGroup>({
	leader: optional(text),
	replicas: smallCount,
	followers: list(follower),
});

type Keyless = Omit<ReportedGroup, 'key'>;

const keyless: Fields<Keyless> = {
	kind: oneOf(['stream', 'consumer']),
	...place,
	cluster: text,
	account: text,
	leader: optional(text),
	leaderSince: optional(time),
	replicas: smallCount,
	followers: list(follower),
	messages: optional(amount),
	bytesPerMessage: optional(amount),
};

const reported = object<Keyless>(keyless);

export const reportedGroup: Decode<ReportedGroup> = value => {
	const group = reported(value);
	return {...group, key: groupKey(group)};
};

const measured = object<Keyless & Pick<RaftGroup, 'messagesPerSecond'>>({
	...keyless,
	messagesPerSecond: optional(amount),
});

export const raftGroup: Decode<RaftGroup> = value => {
	const group = measured(value);
	return {...group, key: groupKey(group)};
};

const stats = object<ServerStats>({
	cpuPercent: amount,
	cores: amount,
	memoryBytes: amount,
	connections: amount,
	slowConsumers: amount,
	messagesIn: amount,
	messagesOut: amount,
	bytesIn: amount,
	bytesOut: amount,
});

const common = {
	name: text,
	id: text,
	cluster: text,
	domain: optional(text),
	version: text,
	tags: list(text),
	startedAt: optional(time),
	stats: optional(stats),
};

export const serverReport: Decode<ServerReport> = object<ServerReport>({
	...common,
	state: oneOf(['online', 'lame-duck', 'recovering', 'no-jetstream']),
});

export const server: Decode<Server> = object<Server>({
	...common,
	state: oneOf(['online', 'lame-duck', 'recovering', 'no-jetstream', 'silent', 'offline']),
	stateSince: time,
	messagesPerSecond: optional(amount),
	traffic: optional(
		object<ServerTraffic>({
			messagesIn: amount,
			messagesOut: amount,
			bytesIn: amount,
			bytesOut: amount,
		}),
	),
	rejoinedAt: optional(time),
});
