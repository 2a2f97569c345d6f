import type {ClusterEvent} from '../domain/cluster-event.ts';
import type {GroupIdentity, GroupKey} from '../domain/raft-group.ts';
import type {Clock} from '../time/clock.ts';
import type {Random} from './random.ts';

/** A running simulation. */
export type Sim = {
	readonly world: SimWorld;
	readonly random: Random;
	readonly scheduler: Clock;
	/** Hands an event to every listener. */
	readonly emit: (event: ClusterEvent) => void;
};

/** A server as it really is, which may differ from what is reported of it. */
export type SimServer = {
	readonly name: string;
	readonly cluster: string;
	version: string;
	/** How often it was started. */
	life: number;
	startedAt: number;
	state: SimServerState;
	/** When it came into this state. */
	stateSince: number;
	/** Until when its copies are behind after a start. */
	caughtUpAt: number;
	/** Messages that went through it since its start. */
	messages: number;
	/** At the moment. */
	messagesPerSecond: number;
};

export type SimServerState = 'online' | 'lame-duck' | 'recovering' | 'stopped';

export type SimGroup = {
	readonly key: GroupKey;
	readonly identity: GroupIdentity;
	readonly account: string;
	readonly cluster: string;
	/** Servers of the replica set, in the order in which a leader looks for its successor. */
	readonly peers: readonly string[];
	readonly traffic: Traffic;
	readonly bornAt: number;
	readonly bytesPerMessage: number;
	/** A peer whose copy stays behind, if there is one. */
	readonly laggard: string | undefined;
	leader: string | undefined;
	leaderSince: number;
	/** Grows with every leadership that begins or ends: an election of an older term is void. */
	term: number;
};

/** All servers and groups, and who leads what. */
export class SimWorld {
	readonly servers: ReadonlyMap<string, SimServer>;
	readonly groups: ReadonlyMap<GroupKey, SimGroup>;
	/** Groups with a copy on a server, by server name. */
	readonly hosted: ReadonlyMap<string, number>;
	metaLeader: string | undefined;
	readonly #led = new Map<string | undefined, Set<SimGroup>>();

	constructor(servers: readonly SimServer[], groups: readonly SimGroup[]) {
		this.servers = new Map(servers.map(server => [server.name, server]));
		this.groups = new Map(groups.map(group => [group.key, group]));
		const hosted = new Map<string, number>();
		for (const group of groups) {
			this.#ledBy(group.leader).add(group);
			for (const peer of group.peers) {
				hosted.set(peer, (hosted.get(peer) ?? 0) + 1);
			}
		}

		this.hosted = hosted;
	}

	/** The groups that a server leads; without a server, those without a leader. */
	ledBy(server: string | undefined): ReadonlySet<SimGroup> {
		return this.#ledBy(server);
	}

	setLeader(group: SimGroup, leader: string | undefined, at: number): void {
		this.#ledBy(group.leader).delete(group);
		this.#ledBy(leader).add(group);
		group.leader = leader;
		group.leaderSince = at;
		group.term++;
	}

	isUp(name: string): boolean {
		const state = this.servers.get(name)?.state;
		return state === 'online' || state === 'lame-duck';
	}

	hasQuorum({peers}: SimGroup): boolean {
		return peers.filter(peer => this.isUp(peer)).length * 2 > peers.length;
	}

	/** Messages by which a peer's copy is behind the leader's. */
	lagOf(group: SimGroup, peer: string, now: number): number {
		const catchUpMs = Math.max(0, (this.servers.get(peer)?.caughtUpAt ?? 0) - now);
		const behind = Math.ceil((group.traffic.perSecond * catchUpMs) / 1000);
		return behind + (peer === group.laggard ? Math.ceil(group.traffic.perSecond * 2) : 0);
	}

	#ledBy(server: string | undefined): Set<SimGroup> {
		let led = this.#led.get(server);
		if (!led) {
			led = new Set();
			this.#led.set(server, led);
		}

		return led;
	}
}

/** A message rate that rises and falls as a sine, so that the busiest groups change places. */
type Traffic = {
	/** Mean, in messages per second. */
	readonly perSecond: number;
	/** Share of the mean by which it rises and falls: 0 is steady, below 1 it never stops. */
	readonly swing: number;
	readonly periodMs: number;
	/** Where in its period it begins, 0 to 1. */
	readonly phase: number;
};

/** Messages after this time: the integral of the rate. */
export function messagesAfter(traffic: Traffic, elapsedMs: number): number {
	const {perSecond, swing, periodMs, phase} = traffic;
	const cosine = (elapsed: number) => Math.cos(2 * Math.PI * (elapsed / periodMs + phase));
	const extraMs = (swing * periodMs * (cosine(0) - cosine(elapsedMs))) / (2 * Math.PI);
	return Math.floor((perSecond * (elapsedMs + extraMs)) / 1000);
}

/** Messages per second at the moment. */
export function rateAfter({perSecond, swing, periodMs, phase}: Traffic, elapsedMs: number): number {
	return perSecond * (1 + swing * Math.sin(2 * Math.PI * (elapsedMs / periodMs + phase)));
}
