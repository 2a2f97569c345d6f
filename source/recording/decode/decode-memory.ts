import {electionCauses} from '../../domain/election-cause.ts';
import type {
	CounterReading,
	ElectionCounts,
	LeadersOfServer,
	Memory,
	OverallMemory,
	ServerMemory,
} from '../../domain/memory.ts';
import type {LagSample, ServerRestart} from '../../domain/server-restart.ts';
import {groupPlace, metaGroup, raftGroup, server} from './cluster-parts.ts';
import {
	amount,
	count,
	flag,
	list,
	object,
	oneOf,
	optional,
	recordOf,
	text,
	time,
	UnreadableValue,
	type Decode,
} from './fields.ts';

type Memories = {[Each in Memory as Each['type']]: Each};

const at = time;

const reading = object<CounterReading>({at, count: amount});

const totals = object<ElectionCounts>({
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

const overall = object<OverallMemory>({
	type: oneOf(['overall']),
	now: time,
	connection: object<OverallMemory['connection']>({
		state: oneOf(['connected', 'reconnecting', 'closed']),
		at,
		detail: optional(text),
	}),
	baseline: optional(list(object<LeadersOfServer>({server: text, leaders: count}))),
	elections: count,
	totals,
	minutes: list(object<OverallMemory['minutes'][number]>({at, totals})),
	gaps: object<OverallMemory['gaps']>({measured: count, totalMs: amount, longestMs: amount}),
	quorumLosses: count,
	rejected: count,
	unheard: optional(list(text)),
	sampledAt: optional(list(time)),
});

const memories: {readonly [Type in keyof Memories]: Decode<Memories[Type]>} = {
	overall,
	server: object<Memories['server']>({
		type: oneOf(['server']),
		name: text,
		server: optional(server),
		readings: optional(
			object<NonNullable<ServerMemory['readings']>>({
				messagesIn: optional(reading),
				messagesOut: optional(reading),
				bytesIn: optional(reading),
				bytesOut: optional(reading),
			}),
		),
		departure: optional(oneOf(['lame-duck', 'shutdown'])),
		looked: flag,
		lookedAt: optional(time),
		restart: optional(
			object<ServerRestart>({
				restarts: count,
				goneAt: optional(time),
				backAt: optional(time),
				upAt: optional(time),
				previousVersion: optional(text),
			}),
		),
		lags: optional(list(object<LagSample>({at, groups: count, entries: amount}))),
		trend: list(count),
	}),
	'meta-leader': object<Memories['meta-leader']>({
		type: oneOf(['meta-leader']),
		cluster: text,
		leader: text,
		domain: optional(text),
	}),
	'meta-group': object<Memories['meta-group']>({
		type: oneOf(['meta-group']),
		domain: optional(text),
		metaGroup,
	}),
	group: object<Memories['group']>({
		type: oneOf(['group']),
		group: raftGroup,
		knownAt: time,
		reading: optional(reading),
		lastLeader: optional(text),
		isNew: flag,
		leaderlessSince: optional(time),
		doubtedSince: optional(time),
		witnesses: list(object<{readonly server: string; readonly at: number}>({server: text, at})),
	}),
	deletion: object<Memories['deletion']>({type: oneOf(['deletion']), group: groupPlace, at}),
	election: object<Memories['election']>({
		type: oneOf(['election']),
		at,
		group: raftGroup,
		from: optional(text),
		to: text,
		cause: oneOf(electionCauses),
		who: optional(text),
		gapMs: optional(amount),
	}),
	'quorum-loss': object<Memories['quorum-loss']>({
		type: oneOf(['quorum-loss']),
		group: raftGroup,
		at,
	}),
	'without-quorum': object<Memories['without-quorum']>({
		type: oneOf(['without-quorum']),
		group: groupPlace,
		at,
	}),
	restless: object<Memories['restless']>({
		type: oneOf(['restless']),
		group: groupPlace,
		times: list(time),
		flaps: flag,
	}),
	request: object<Memories['request']>({
		type: oneOf(['request']),
		group: groupPlace,
		at,
		by: oneOf(['us', 'others']),
		who: optional(text),
	}),
	rejection: object<Memories['rejection']>({
		type: oneOf(['rejection']),
		at,
		subject: text,
		reason: text,
	}),
	mover: object<Memories['mover']>({type: oneOf(['mover']), cluster: text, mover: text}),
};

/** A memory out of a recording, checked and cleaned. @throws UnreadableValue */
export const decodeMemory: Decode<Memory> = value => {
	const {type} = recordOf(value);
	if (!isKnown(type)) {
		throw new UnreadableValue('nothing that can be remembered');
	}

	return memories[type](value);
};

function isKnown(type: unknown): type is keyof Memories {
	return typeof type === 'string' && Object.hasOwn(memories, type);
}
