import {createHash} from 'node:crypto';
import {seededRandom, type Random} from '../support/random.ts';
import type {FleetOptions} from './fleet-options.ts';
import {
	enter,
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
	const founder = new Founder(options, servers, random);
	const pickAccount = byRank(accounts, random);
	const world: FleetWorld = {
		version,
		servers,
		accounts: accounts.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
		streams: new Set(),
		groups: new Map(),
		metaLeader: servers[0],
		growth: 0,
		growthEveryMs,
	};
	while (world.groups.size < wanted) {
		const limit = wanted - world.groups.size;
		enter(world, founder.stream(pickAccount(), world.streams.size + 1, limit, now));
	}

	return world;
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
export function byRank(accounts: readonly FleetAccount[], random: Random): () => FleetAccount {
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

/** Makes up streams with their consumers, as the options want them. */
export class Founder {
	readonly #options: FleetOptions;
	readonly #random: Random;
	readonly #clusters: readonly (readonly FleetServer[])[];
	readonly #emptied: ReadonlySet<FleetServer>;

	constructor(options: FleetOptions, servers: readonly FleetServer[], random: Random) {
		this.#options = options;
		this.#random = random;
		this.#clusters = [...new Set(servers.map(({cluster}) => cluster))].map(name =>
			servers.filter(({cluster}) => cluster === name),
		);
		this.#emptied = new Set(servers.slice(servers.length - (options.emptied ?? 0)));
	}

	/**
	 * @param limit of groups, its own included
	 * @param now epoch in ms; its groups have been led for up to a day
	 */
	stream(account: FleetAccount, number: number, limit: number, now: number): FleetGroup {
		const servers = this.#random.pick(this.#clusters);
		const replicas = Math.min(this.#random.pick(this.#replicas()), servers.length);
		const peers = this.#random.sample(servers, replicas);
		const name = `STREAM-${number}`;
		const stream = this.#group({account, stream: name, peers, streamReplicas: peers.length}, now);
		stream.consumers.push(...this.#consumers(stream, limit - 1, now));
		return stream;
	}

	#consumers(stream: FleetGroup, limit: number, now: number): FleetGroup[] {
		const {fewerReplicas = 0.1, consumersPerStream = 2} = this.#options;
		const random = this.#random;
		const count = Math.min(random.below(2 * consumersPerStream + 1), limit);
		return Array.from({length: count}, (_, index) => {
			const all = stream.peers.length;
			const fewer = all > 1 && random.chance(fewerReplicas);
			const peers = fewer ? random.sample(stream.peers, 1 + random.below(all - 1)) : stream.peers;
			const consumer = `consumer-${index + 1}`;
			return this.#group({...stream, consumer, peers, streamReplicas: all}, now);
		});
	}

	#replicas(): readonly number[] {
		return this.#options.replicas ?? [1, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 5];
	}

	#group({account, stream, consumer, peers, streamReplicas}: Named, now: number): FleetGroup {
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
		setLeader(group, leader, now - random.below(dayMs));
		return group;
	}
}

type Named = Pick<FleetGroup, 'account' | 'stream' | 'peers' | 'streamReplicas'> &
	Partial<Pick<FleetGroup, 'consumer'>>;
