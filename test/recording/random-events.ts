import type {ClusterEvent} from '../../source/domain/cluster-event.ts';
import type {Follower, GroupIdentity, ReportedGroup} from '../../source/domain/raft-group.ts';
import {groupKey} from '../../source/domain/raft-group.ts';
import type {ServerReport, ServerStats} from '../../source/domain/server.ts';
import {start} from '../support/build.ts';
import type {Random} from '../support/random.ts';

type Events = {[Event in ClusterEvent as Event['type']]: Event};
type Make = {readonly [Type in keyof Events]: (parts: Parts) => Events[Type]};

/** A small world to make events in: names come up again and again, so that events are about each other. */
type Parts = ReturnType<typeof partsOf>;

/** Events of every type that there is, in no sensible order; time goes on, and now and then a little back. */
export function randomEvents(random: Random, count: number): ClusterEvent[] {
	let now = start;
	return Array.from({length: count}, () => {
		now += random.below(3000) - (random.chance(0.05) ? 2000 : 0);
		// It forgets nearly everything: rare, so that there is something to forget.
		const type = random.chance(0.002) ? 'names-changed' : random.pick(types);
		return make[type](partsOf(random, now));
	});
}

const make: Make = {
	'connection-changed': ({at, random, maybe}) => ({
		type: 'connection-changed',
		at,
		state: random.pick(['connected', 'connected', 'reconnecting', 'closed'] as const),
		detail: maybe(() => 'the server closed the connection'),
	}),
	'names-changed': ({at}) => ({type: 'names-changed', at}),
	'offline-reported': ({at, random, identity, maybe}) => ({
		type: 'offline-reported',
		at,
		domain: maybe(() => 'hub'),
		accountId: 'SHOP',
		assets: Array.from({length: random.below(3)}, () => ({
			...identity(),
			account: 'SHOP',
			type: random.pick(['offline', 'orphaned'] as const),
			reason: 'unsupported - config error: unknown field "allow_batched"',
		})),
	}),
	'servers-reported': ({at, random, names, report}) => ({
		type: 'servers-reported',
		at,
		servers: random.sample(names, 3).map(report),
		silent: random.chance(0.3) ? random.sample(names, 1) : [],
		offline: random.chance(0.3) ? [{name: random.pick(names), cluster: 'east'}] : [],
	}),
	'groups-reported': ({at, random, name, groups}) => ({
		type: 'groups-reported',
		at,
		askedAt: at - random.below(50),
		server: name(),
		led: groups(random.below(8)),
		leaderless: groups(random.below(3)),
	}),
	'look-completed': ({at, random, name}) => ({
		type: 'look-completed',
		at,
		askedAt: at - random.below(50),
		server: name(),
	}),
	'look-doubted': ({at, name}) => ({type: 'look-doubted', at, server: name()}),
	'leader-elected': ({at, name, identity, maybe, followers}) => ({
		type: 'leader-elected',
		at,
		group: identity(),
		leader: name(),
		followers: maybe(followers),
	}),
	'step-down-requested': ({at, random, identity, maybe}) => ({
		type: 'step-down-requested',
		at,
		group: {...identity(), domain: undefined},
		by: random.pick(['us', 'others'] as const),
		who: maybe(() => 'nats cli on host "a\\b"'),
	}),
	'quorum-lost': ({at, identity}) => ({type: 'quorum-lost', at, group: identity()}),
	'group-created': ({at, identity}) => ({type: 'group-created', at, group: identity()}),
	'group-deleted': ({at, identity}) => ({type: 'group-deleted', at, group: identity()}),
	'server-leaving': ({at, random, name}) => ({
		type: 'server-leaving',
		at,
		server: name(),
		how: random.pick(['lame-duck', 'shutdown'] as const),
	}),
	'meta-leader-changed': ({at, name, maybe}) => ({
		type: 'meta-leader-changed',
		at,
		cluster: 'east',
		domain: undefined,
		leader: maybe(name),
	}),
	'meta-group-reported': ({at, random, name, maybe, followers}) => ({
		type: 'meta-group-reported',
		at,
		domain: maybe(() => 'hub'),
		metaGroup: {
			leader: maybe(name),
			replicas: random.below(6),
			followers: followers(),
			rescues: maybe(() => [{server: name(), quorum: random.below(6)}]),
		},
	}),
	'reply-rejected': ({at}) => ({
		type: 'reply-rejected',
		at,
		subject: '$SYS.REQ.SERVER.PING.JSZ',
		reason: 'no server name in it — naïve “quotes”',
	}),
};

const types = (Object.keys(make) as (keyof Events)[]).filter(type => type !== 'names-changed');

function partsOf(random: Random, at: number) {
	const names = ['n1', 'n2', 'n3', 'n4', 'wörld-5'];
	const name = () => random.pick(names);
	const maybe = <Value>(value: () => Value) => (random.chance(0.7) ? value() : undefined);
	const identity = (): GroupIdentity => {
		const consumer = maybe(() => random.pick(['billing', 'audit']));
		return {
			kind: consumer === undefined ? 'stream' : 'consumer',
			domain: random.chance(0.1) ? 'hub' : undefined,
			accountId: random.pick(['SHOP', 'PAY']),
			stream: random.pick(['ORDERS', 'LEDGER', 'Ünïcode', 'a b']),
			consumer,
		};
	};
	const follower = (server: string): Follower => ({
		server,
		current: random.chance(0.8),
		lag: random.below(3) * 17,
		online: random.chance(0.9),
	});
	const followers = () => random.sample(names, random.below(4)).map(follower);
	const group = (): ReportedGroup => {
		const named = identity();
		const others = followers();
		return {
			...named,
			key: groupKey(named),
			cluster: 'east',
			account: random.chance(0.5) ? named.accountId : `${named.accountId} Ltd`,
			leader: maybe(name),
			leaderSince: maybe(() => at - random.below(100_000)),
			replicas: others.length + 1,
			followers: others,
			messages: maybe(() => random.below(1_000_000)),
			bytesPerMessage: maybe(() => random.next() * 1000),
		};
	};
	const stats = (): ServerStats => ({
		cpuPercent: random.next() * 400,
		cores: 4,
		memoryBytes: random.below(2 ** 31),
		connections: random.below(1000),
		slowConsumers: random.below(3),
		messagesIn: (at - start) * random.below(9),
		messagesOut: (at - start) * 5,
		bytesIn: (at - start) * 500,
		bytesOut: (at - start) * 900,
	});
	const report = (server: string): ServerReport => ({
		name: server,
		id: `${server}-${random.below(3)}`,
		cluster: 'east',
		domain: undefined,
		version: random.pick(['2.10.4', '2.12.4']),
		tags: random.chance(0.5) ? [] : ['az:1'],
		startedAt: maybe(() => start - random.below(5) * 1000),
		state: random.pick(['online', 'online', 'lame-duck', 'recovering', 'no-jetstream'] as const),
		stats: maybe(stats),
	});
	return {
		at,
		random,
		names,
		name,
		maybe,
		identity,
		followers,
		report,
		groups: (count: number) => Array.from({length: count}, group),
	};
}
