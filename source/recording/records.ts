import * as v from 'valibot';
import type {ClusterEvent} from '../domain/cluster-event.ts';
import {electionCauses} from '../domain/election-cause.ts';
import type {SnapshotRecord} from '../domain/snapshot.ts';
import type {Head} from './container.ts';
import {
	amount,
	count,
	flag,
	follower,
	groupIdentity,
	groupPlace,
	metaGroup,
	offlineAssets,
	optional,
	raftGroup,
	reportedGroup,
	server,
	serverReport,
	text,
	time,
	type Schema,
} from './schema.ts';

/** What a recording is, out of its first line. @throws ValiError */
export function decodeHead(value: unknown): Head {
	return v.parse(head, value);
}

const head = v.object({
	leadertop: v.literal('recording'),
	format: count,
	recording: text,
	part: count,
	startedAt: time,
	label: text,
	mode: v.picklist(['system', 'account', 'simulated']),
	account: optional(text),
});

/** An event out of a recording, checked and cleaned. @throws ValiError */
export function decodeEvent(value: unknown): ClusterEvent {
	return decode<ClusterEvent>(events, value);
}

/** A record of a snapshot out of a recording, checked and cleaned. @throws ValiError */
export function decodeSnapshotRecord(value: unknown): SnapshotRecord {
	return decode<SnapshotRecord>(snapshot, value);
}

function decode<Value>(schemas: Readonly<Record<string, Schema<Value>>>, value: unknown): Value {
	const {type} = v.parse(typed, value);
	return v.parse((Object.hasOwn(schemas, type) ? schemas[type] : undefined) ?? v.never(), value);
}

const typed = v.object({type: v.string()});

/** One schema for each type: the compiler asks for all of them. */
type SchemasOf<Value extends {readonly type: string}> = {
	readonly [Each in Value as Each['type']]: Schema<Each>;
};

const who = optional(text);
const by = v.picklist(['us', 'others']);
const connection = v.picklist(['connected', 'reconnecting', 'closed']);
const leaving = v.picklist(['lame-duck', 'shutdown']);

const inAccount = {domain: optional(text), accountId: text, assets: offlineAssets};

const events: SchemasOf<ClusterEvent> = {
	'connection-changed': v.object({
		type: v.literal('connection-changed'),
		at: time,
		state: connection,
		detail: optional(text),
	}),
	'servers-reported': v.object({
		type: v.literal('servers-reported'),
		at: time,
		servers: v.array(serverReport),
		silent: v.array(text),
		offline: v.array(v.object({name: text, cluster: text})),
	}),
	'groups-reported': v.object({
		type: v.literal('groups-reported'),
		at: time,
		askedAt: time,
		server: text,
		led: v.array(reportedGroup),
		leaderless: v.array(reportedGroup),
	}),
	'look-completed': v.object({
		type: v.literal('look-completed'),
		at: time,
		askedAt: time,
		server: text,
	}),
	'look-doubted': v.object({type: v.literal('look-doubted'), at: time, server: text}),
	'leader-elected': v.object({
		type: v.literal('leader-elected'),
		at: time,
		group: groupIdentity,
		leader: text,
		followers: optional(v.array(follower)),
	}),
	'step-down-requested': v.object({
		type: v.literal('step-down-requested'),
		at: time,
		group: groupIdentity,
		by,
		who,
	}),
	'quorum-lost': v.object({type: v.literal('quorum-lost'), at: time, group: groupIdentity}),
	'group-created': v.object({type: v.literal('group-created'), at: time, group: groupIdentity}),
	'group-deleted': v.object({type: v.literal('group-deleted'), at: time, group: groupIdentity}),
	'server-leaving': v.object({
		type: v.literal('server-leaving'),
		at: time,
		server: text,
		how: leaving,
	}),
	'meta-leader-changed': v.object({
		type: v.literal('meta-leader-changed'),
		at: time,
		cluster: text,
		domain: optional(text),
		leader: optional(text),
	}),
	'meta-group-reported': v.object({
		type: v.literal('meta-group-reported'),
		at: time,
		domain: optional(text),
		metaGroup,
	}),
	'offline-reported': v.object({
		type: v.literal('offline-reported'),
		at: time,
		...inAccount,
	}),
	'names-changed': v.object({type: v.literal('names-changed'), at: time}),
	'reply-rejected': v.object({
		type: v.literal('reply-rejected'),
		at: time,
		subject: text,
		reason: text,
	}),
};

const reading = v.object({at: time, count: amount});

const totals = v.object({
	ours: count,
	others: count,
	'lame-duck': count,
	stopped: count,
	restarted: count,
	offline: count,
	silent: count,
	quorum: count,
	new: count,
	untold: count,
});

/** What is undefined in `unheard` and `sampledAt` comes from recordings of earlier versions. */
const snapshot: SchemasOf<SnapshotRecord> = {
	overall: v.object({
		type: v.literal('overall'),
		now: time,
		connection: v.object({state: connection, at: time, detail: optional(text)}),
		baseline: optional(v.array(v.object({server: text, leaders: count}))),
		elections: count,
		totals,
		minutes: v.array(v.object({at: time, totals})),
		gaps: v.object({measured: count, totalMs: amount, longestMs: amount}),
		quorumLosses: count,
		rejected: count,
		unheard: optional(v.array(text)),
		sampledAt: optional(v.array(time)),
	}),
	server: v.object({
		type: v.literal('server'),
		name: text,
		server: optional(server),
		readings: optional(
			v.object({
				messagesIn: optional(reading),
				messagesOut: optional(reading),
				bytesIn: optional(reading),
				bytesOut: optional(reading),
			}),
		),
		departure: optional(leaving),
		looked: flag,
		lookedAt: optional(time),
		restart: optional(
			v.object({
				restarts: count,
				goneAt: optional(time),
				backAt: optional(time),
				upAt: optional(time),
				previousVersion: optional(text),
			}),
		),
		lags: optional(v.array(v.object({at: time, groups: count, entries: amount}))),
		trend: v.array(count),
	}),
	'meta-leader': v.object({
		type: v.literal('meta-leader'),
		cluster: text,
		leader: text,
		domain: optional(text),
	}),
	'meta-group': v.object({type: v.literal('meta-group'), domain: optional(text), metaGroup}),
	offline: v.object({type: v.literal('offline'), ...inAccount}),
	group: v.object({
		type: v.literal('group'),
		group: raftGroup,
		knownAt: time,
		reading: optional(reading),
		lastLeader: optional(text),
		isNew: flag,
		leaderlessSince: optional(time),
		doubtedSince: optional(time),
		witnesses: v.array(v.object({server: text, at: time})),
	}),
	deletion: v.object({type: v.literal('deletion'), group: groupPlace, at: time}),
	election: v.object({
		type: v.literal('election'),
		at: time,
		group: raftGroup,
		from: optional(text),
		to: text,
		cause: v.picklist(electionCauses),
		who,
		gapMs: optional(amount),
	}),
	'quorum-loss': v.object({type: v.literal('quorum-loss'), group: raftGroup, at: time}),
	'without-quorum': v.object({type: v.literal('without-quorum'), group: groupPlace, at: time}),
	restless: v.object({
		type: v.literal('restless'),
		group: groupPlace,
		times: v.array(time),
		flaps: flag,
	}),
	request: v.object({type: v.literal('request'), group: groupPlace, at: time, by, who}),
	rejection: v.object({type: v.literal('rejection'), at: time, subject: text, reason: text}),
	mover: v.object({type: v.literal('mover'), cluster: text, mover: text}),
};
