import {createHash} from 'node:crypto';
import {seededRandom, type Random} from '../support/random.ts';
import type {FleetOptions} from './fleet-options.ts';
import {
	setLeader,
	type FleetAccount,
	type FleetGroup,
	type FleetServer,
	type FleetWorld,
} from './fleet-world.ts';

/** @param now epoch in ms */
export function foundFleet(options: FleetOptions, now: number): FleetWorld {
	const {seed = 1, groups: wanted = 300, version = '2.12.4', growthEveryMs = 5000} = options;
	const random = seededRandom(seed);
	const servers = foundServers(options, now);
	const accounts = accountNames(options).map(name => ({name}));
	const streams: FleetGroup[] = [];
	const groups: FleetGroup[] = [];
	const founder = new Founder(options, servers, random, now);
	const pickAccount = byRank(accounts, random);
	while (groups.length < wanted) {
		const stream = founder.stream(pickAccount(), streams.length + 1);
		const consumers = founder.consumers(stream, wanted - groups.length - 1);
		stream.consumers.push(...consumers);
		streams.push(stream);
		groups.push(stream, ...consumers);
		house(stream);
	}

	return {
		version,
		servers,
		accounts: accounts.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
		streams,
		groups,
		metaLeader: servers[0],
		growth: 0,
		growthEveryMs,
	};
}

export function accountNames({accounts = 2}: FleetOptions): readonly string[] {
	return Array.from({length: accounts}, (_, index) => `ACCOUNT${index + 1}`);
}

/** An id as nats-server writes them: 56 letters and digits that begin with N. */
export function serverId(name: string, life: number): string {
	return `N${createHash('sha256').update(`${name} ${life}`).digest('hex').toUpperCase().slice(0, 55)}`;
}

const dayMs = 86_400_000;

function foundServers({servers = 3, clusters = {fleet: servers}}: FleetOptions, now: number) {
	const several = Object.keys(clusters).length > 1;
	return Object.entries(clusters).flatMap(([cluster, count]) =>
		Array.from({length: count}, (_, index): FleetServer => {
			const name = `${several ? `${cluster}-` : ''}n${index + 1}`;
			return {
				name,
				cluster,
				node: createHash('sha256').update(name).digest('base64url').slice(0, 8),
				id: serverId(name, now),
				startedAt: now - 9 * dayMs,
				state: 'up',
				muted: false,
				delayMs: 0,
				cpuPercent: 8,
				sequence: 0,
				revision: 0,
				hosted: {streams: 0, consumers: 0},
				led: {streams: 0, consumers: 0},
				streamsOf: new Map(),
			};
		}),
	);
}

/** Deals out accounts so that the one of rank n gets a share of 1/n: a few large ones and a long tail. */
function byRank(accounts: readonly FleetAccount[], random: Random): () => FleetAccount {
	const bounds: number[] = [];
	let sum = 0;
	for (let rank = 1; rank <= accounts.length; rank++) {
		sum += 1 / rank;
		bounds.push(sum);
	}

	return () => {
		const at = random.next() * sum;
		let low = 0;
		let high = bounds.length - 1;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((bounds[middle] ?? 0) > at) {
				high = middle;
			} else {
				low = middle + 1;
			}
		}

		return accounts[low] as FleetAccount;
	};
}

class Founder {
	readonly #options: FleetOptions;
	readonly #random: Random;
	readonly #now: number;
	readonly #clusters: readonly (readonly FleetServer[])[];
	readonly #emptied: ReadonlySet<FleetServer>;

	constructor(options: FleetOptions, servers: readonly FleetServer[], random: Random, now: number) {
		this.#options = options;
		this.#random = random;
		this.#now = now;
		this.#clusters = [...new Set(servers.map(({cluster}) => cluster))].map(name =>
			servers.filter(({cluster}) => cluster === name),
		);
		this.#emptied = new Set(servers.slice(servers.length - (options.emptied ?? 0)));
	}

	stream(account: FleetAccount, number: number): FleetGroup {
		const servers = this.#random.pick(this.#clusters);
		const replicas = Math.min(this.#random.pick(this.#replicas()), servers.length);
		const peers = this.#random.sample(servers, replicas);
		return this.#group(account, `STREAM-${number}`, undefined, peers, peers.length);
	}

	consumers(stream: FleetGroup, limit: number): FleetGroup[] {
		const {fewerReplicas = 0.1, consumersPerStream = 2} = this.#options;
		const random = this.#random;
		const count = Math.min(random.below(2 * consumersPerStream + 1), limit);
		return Array.from({length: count}, (_, index) => {
			const all = stream.peers.length;
			const fewer = all > 1 && random.chance(fewerReplicas);
			const peers = fewer ? random.sample(stream.peers, 1 + random.below(all - 1)) : stream.peers;
			return this.#group(stream.account, stream.stream, `consumer-${index + 1}`, peers, all);
		});
	}

	#replicas(): readonly number[] {
		return this.#options.replicas ?? [1, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 5];
	}

	#group(
		account: FleetAccount,
		stream: string,
		consumer: string | undefined,
		peers: readonly FleetServer[],
		streamReplicas: number,
	): FleetGroup {
		const random = this.#random;
		const perSecond = Math.floor(10 ** (random.next() * 3));
		const group: FleetGroup = {
			account,
			stream,
			consumer,
			raftGroup: `${consumer === undefined ? 'S' : 'C'}-R${peers.length}F-${random
				.below(2 ** 32)
				.toString(36)
				.padStart(8, '0')
				.slice(-8)}`,
			cluster: peers[0]?.cluster ?? '',
			peers,
			streamReplicas,
			leader: undefined,
			leaderSince: 0,
			messages: random.below(1_000_000),
			perSecond,
			consumers: [],
		};
		const willing = peers.filter(peer => !this.#emptied.has(peer));
		const leader = random.pick(willing.length > 0 ? willing : peers);
		setLeader(group, leader, this.#now - random.below(dayMs));
		return group;
	}
}

/** Enters a stream and its consumers into what their servers host. */
function house(stream: FleetGroup): void {
	for (const server of stream.peers) {
		const streams = server.streamsOf.get(stream.account) ?? [];
		streams.push(stream);
		server.streamsOf.set(stream.account, streams);
		server.hosted.streams++;
	}

	for (const consumer of stream.consumers) {
		for (const server of consumer.peers) {
			server.hosted.consumers++;
		}
	}
}
