import {groupKey, type GroupIdentity} from '../domain/raft-group.ts';
import type {Clock} from '../time/clock.ts';
import type {Random} from './random.ts';
import {scenarios, type Layout, type Scenario, type ScenarioName} from './scenarios.ts';
import {SimWorld, type SimGroup, type SimServer} from './sim-world.ts';

export type SimOptions = {
	readonly scenario: ScenarioName;
	/** The same seed and the same requests give the same events at the same times. */
	readonly seed: number;
	readonly scheduler: Clock;
	/** Servers, called n1, n2 and so on; by default as many as the scenario needs. */
	readonly servers?: number | undefined;
	/** 60 by default. */
	readonly streams?: number | undefined;
	/** 2 by default. */
	readonly consumersPerStream?: number | undefined;
	/** How many accounts share the streams; 2 by default. */
	readonly accounts?: number | undefined;
	/** nats-server's version: before 2.11 a step-down names no preferred leader. By default a recent one. */
	readonly version?: string | undefined;
	/** Names of accounts in which no step-down is allowed. */
	readonly lockedAccounts?: readonly string[] | undefined;
	/** 1,000 by default. */
	readonly intervalMs?: number | undefined;
};

const cluster = 'east';
const dayMs = 86_400_000;

/** The cluster of a scenario as it is when the watch begins, at `now` (epoch in ms). */
export function buildWorld(options: SimOptions, random: Random, now: number): SimWorld {
	const scenario = scenarios[options.scenario];
	const {servers: count = scenario.servers, version = scenario.version} = options;
	const servers = Array.from({length: count}, (_, index): SimServer => {
		const startedAt = now - 9 * dayMs - index * dayMs;
		return {
			name: `n${index + 1}`,
			cluster,
			version,
			life: 1,
			startedAt,
			state: 'online',
			stateSince: startedAt,
			caughtUpAt: now,
			messages: 0,
			messagesPerSecond: 0,
		};
	});
	const names = servers.map(({name}) => name);
	const world = new SimWorld(servers, layOutGroups(scenario, names, options, random, now));
	scenario.past?.(world, now);
	world.metaLeader = names.find(name => name !== 'n1' && world.isUp(name)) ?? 'n1';
	return world;
}

/** Share of groups that have one replica. */
const pinnedShare = 0.06;

/** The streams and consumers of a scenario; the accounts take turns. */
function layOutGroups(
	scenario: Scenario,
	servers: readonly string[],
	{streams = 60, consumersPerStream = 2, accounts = 2}: SimOptions,
	random: Random,
	now: number,
): SimGroup[] {
	const leaders = new Map<string, number>();
	const layout: Layout = {servers, leaders, random};
	const groups: SimGroup[] = [];

	function add(identity: GroupIdentity, peers: readonly string[], perSecond: number): void {
		const leader = scenario.leaderOfNext(layout, peers);
		const pinned = peers.length === 1 || random.chance(pinnedShare);
		groups.push(newGroup(identity, pinned ? [leader] : peers, leader, perSecond, random, now));
		if (!pinned) {
			leaders.set(leader, (leaders.get(leader) ?? 0) + 1);
		}
	}

	for (let index = 0; index < streams; index++) {
		const stream = {
			domain: undefined,
			accountId: nth(accountNames, index % accounts),
			stream: nth(streamNames, index),
		};
		const perSecond = 10 ** random.between(0.3, 3.6);
		const peers = scenario.peersOfNext(layout);
		add({...stream, kind: 'stream', consumer: undefined}, peers, perSecond);
		const hosts = groups.at(-1)?.peers ?? peers;
		for (let number = 0; number < consumersPerStream; number++) {
			const consumer = nth(consumerNames, number);
			add({...stream, kind: 'consumer', consumer}, hosts, perSecond * random.between(0.1, 1));
		}
	}

	return groups;
}

/** Share of replicated groups with one replica that stays behind. */
const laggingShare = 0.01;

function newGroup(
	identity: GroupIdentity,
	peers: readonly string[],
	leader: string,
	perSecond: number,
	random: Random,
	now: number,
): SimGroup {
	const others = peers.filter(peer => peer !== leader);
	const lags = others.length > 0 && random.chance(laggingShare);
	return {
		key: groupKey(identity),
		identity,
		account: identity.accountId,
		cluster,
		peers,
		traffic: {
			perSecond,
			swing: random.between(0.1, 0.7),
			periodMs: random.between(20_000, 120_000),
			phase: random.between(0, 1),
		},
		bornAt: now - random.whole(dayMs, 9 * dayMs),
		bytesPerMessage: Math.round(10 ** random.between(1.8, 3.8)),
		laggard: lags ? random.pick(others) : undefined,
		leader,
		leaderSince: now - random.whole(0, dayMs),
		term: 1,
	};
}

const accountNames = ['SHOP', 'PAY', 'LOGISTICS', 'CRM', 'IOT', 'SEARCH', 'MEDIA', 'FRAUD'];

const streamNames = [
	'ORDERS',
	'PAYMENTS',
	'INVENTORY',
	'SHIPMENTS',
	'CUSTOMERS',
	'LEDGER',
	'EVENTS',
	'CLICKS',
	'INVOICES',
	'REFUNDS',
	'SENSORS',
	'ALERTS',
	'SESSIONS',
	'PRICES',
	'CARTS',
	'AUDIT',
];

const consumerNames = [
	'billing',
	'audit',
	'mailer',
	'search',
	'metrics',
	'archive',
	'fraud',
	'export',
];

/** A name by its number, with a suffix once the words are used up. */
function nth(words: readonly string[], index: number): string {
	const round = Math.floor(index / words.length);
	const word = words[index % words.length] ?? '';
	return round === 0 ? word : `${word}-${round + 1}`;
}
