import * as v from 'valibot';
import {cleanText} from '../domain/clean-text.ts';
import type {MetaGroup} from '../domain/meta-group.ts';
import type {OfflineAsset} from '../domain/offline-asset.ts';
import {
	groupKey,
	type Follower,
	type GroupIdentity,
	type GroupPlace,
	type RaftGroup,
	type ReportedGroup,
} from '../domain/raft-group.ts';
import type {Server, ServerReport} from '../domain/server.ts';
import {longestText} from './container.ts';

/*
 * What the lines of a recording are made of. A recording may come from a stranger: each value is checked, and each
 * text cleaned, before anything believes it.
 */

/** Checks any value, and gives a clean one. */
export type Schema<Value> = v.GenericSchema<unknown, Value>;

export const text = v.pipe(
	v.string(),
	v.transform(value => cleanText(value, longestText)),
);

/** From 0 up. */
export const amount = v.pipe(v.number(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));

export const count = v.pipe(amount, v.transform(Math.floor));

/** Of things of which there are few in any cluster. */
const smallCount = v.pipe(
	count,
	v.transform(value => Math.min(1000, value)),
);

/** Epoch in ms, up to the last one that `Date` knows. */
export const time = v.pipe(amount, v.maxValue(8.64e15));

/** False where nothing else was written. */
export const flag = v.fallback(v.boolean(), false);

/** Undefined where nothing was written. */
export function optional<const Wrapped extends v.GenericSchema>(schema: Wrapped) {
	// A default that is a function makes the key always present.
	return v.nullish(schema, () => undefined);
}

const place = {
	domain: optional(text),
	accountId: text,
	stream: text,
	consumer: optional(text),
};

export const groupPlace = v.object(place) satisfies Schema<GroupPlace>;

const kind = v.picklist(['stream', 'consumer']);

export const groupIdentity = v.object({kind, ...place}) satisfies Schema<GroupIdentity>;

export const offlineAssets = v.array(
	v.object({
		kind,
		...place,
		account: text,
		type: v.picklist(['offline', 'orphaned']),
		reason: text,
	}),
) satisfies Schema<readonly OfflineAsset[]>;

export const follower = v.object({
	server: text,
	current: flag,
	lag: count,
	online: flag,
}) satisfies Schema<Follower>;

export const metaGroup = v.object({
	leader: optional(text),
	replicas: smallCount,
	followers: v.array(follower),
	rescues: optional(v.array(v.object({server: text, quorum: smallCount}))),
}) satisfies Schema<MetaGroup>;

const reported = {
	kind,
	...place,
	cluster: text,
	account: text,
	leader: optional(text),
	leaderSince: optional(time),
	replicas: smallCount,
	followers: v.array(follower),
	desired: optional(v.object({servers: v.array(text), status: optional(text)})),
	messages: optional(amount),
	bytesPerMessage: optional(amount),
};

export const reportedGroup = v.pipe(
	v.object(reported),
	v.transform(withKey),
) satisfies Schema<ReportedGroup>;

export const raftGroup = v.pipe(
	v.object({...reported, messagesPerSecond: optional(amount)}),
	v.transform(withKey),
) satisfies Schema<RaftGroup>;

function withKey<Group extends GroupPlace>(group: Group) {
	return {...group, key: groupKey(group)};
}

const traffic = {messagesIn: amount, messagesOut: amount, bytesIn: amount, bytesOut: amount};

const report = {
	name: text,
	id: text,
	cluster: text,
	domain: optional(text),
	version: text,
	tags: v.array(text),
	host: optional(text),
	startedAt: optional(time),
	stats: optional(
		v.object({
			cpuPercent: amount,
			cores: amount,
			memoryBytes: amount,
			connections: amount,
			slowConsumers: amount,
			...traffic,
		}),
	),
};

const reportedStates = ['online', 'lame-duck', 'recovering', 'no-jetstream'] as const;

export const serverReport = v.object({
	...report,
	state: v.picklist(reportedStates),
}) satisfies Schema<ServerReport>;

export const server = v.object({
	...report,
	state: v.picklist([...reportedStates, 'silent', 'offline']),
	stateSince: time,
	messagesPerSecond: optional(amount),
	traffic: optional(v.object(traffic)),
	rejoinedAt: optional(time),
}) satisfies Schema<Server>;
