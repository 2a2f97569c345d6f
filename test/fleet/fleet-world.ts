/** A simulated fleet: its servers, and who leads which group. Kept up to date in place. */
export type FleetWorld = {
	readonly version: string;
	readonly servers: readonly FleetServer[];
	/** In the order of their names, as servers page through them. */
	readonly accounts: readonly FleetAccount[];
	readonly streams: Set<FleetGroup>;
	/** Streams and consumers, by `nameOf`. */
	readonly groups: Map<string, FleetGroup>;
	metaLeader: FleetServer | undefined;
	/** Steps of growth so far. */
	growth: number;
	/** How long one step of growth stands for, in ms. */
	readonly growthEveryMs: number;
};

export type FleetServer = {
	readonly name: string;
	readonly cluster: string;
	/** The server's id in Raft groups. */
	readonly node: string;
	/** Changes with every start. */
	id: string;
	/** Epoch in ms. */
	startedAt: number;
	state: 'up' | 'recovering' | 'down';
	muted: boolean;
	delayMs: number;
	cpuPercent: number;
	/** Numbers its answers. */
	sequence: number;
	/** Grows with every change in what it would report. */
	revision: number;
	readonly hosted: GroupCount;
	readonly led: GroupCount;
	readonly streamsOf: Map<FleetAccount, Set<FleetGroup>>;
};

export type GroupCount = {streams: number; consumers: number};

export type FleetAccount = {readonly name: string};

/** A stream's group, or a consumer's. */
export type FleetGroup = {
	readonly account: FleetAccount;
	readonly stream: string;
	/** Undefined for a stream. */
	readonly consumer: string | undefined;
	readonly raftGroup: string;
	readonly cluster: string;
	readonly peers: readonly FleetServer[];
	/** Replicas of the stream that a consumer is of; its own for a stream. */
	readonly streamReplicas: number;
	leader: FleetServer | undefined;
	/** Epoch in ms. */
	leaderSince: number;
	/** Messages at the beginning, and how many come each second. */
	readonly messages: number;
	readonly perSecond: number;
	/** Of a stream. */
	readonly consumers: FleetGroup[];
};

export function nameOf({name}: FleetAccount, stream: string, consumer = ''): string {
	return `${name} ${stream} ${consumer}`;
}

/** Enters a stream and its consumers, also into what their servers host. */
export function enter({streams, groups}: FleetWorld, stream: FleetGroup): void {
	streams.add(stream);
	for (const group of [stream, ...stream.consumers]) {
		groups.set(nameOf(group.account, group.stream, group.consumer), group);
		house(group, 1);
	}

	for (const {streamsOf} of stream.peers) {
		const hosted = streamsOf.get(stream.account) ?? new Set();
		hosted.add(stream);
		streamsOf.set(stream.account, hosted);
	}
}

/** Takes a stream and its consumers out of everything. */
export function remove({streams, groups}: FleetWorld, stream: FleetGroup, now: number): void {
	streams.delete(stream);
	for (const group of [stream, ...stream.consumers]) {
		groups.delete(nameOf(group.account, group.stream, group.consumer));
		setLeader(group, undefined, now);
		house(group, -1);
	}

	for (const {streamsOf} of stream.peers) {
		streamsOf.get(stream.account)?.delete(stream);
	}
}

function house({peers, consumer}: FleetGroup, change: 1 | -1): void {
	for (const {hosted} of peers) {
		hosted[consumer === undefined ? 'streams' : 'consumers'] += change;
	}
}

/** Makes a server the leader of a group, or nobody. */
export function setLeader(group: FleetGroup, leader: FleetServer | undefined, now: number): void {
	count(group, -1);
	group.leader = leader;
	group.leaderSince = now;
	count(group, 1);
	for (const peer of group.peers) {
		peer.revision++;
	}
}

/** Whether enough peers are up to elect a leader. */
export function hasQuorum({peers}: FleetGroup): boolean {
	return peers.filter(isUp).length > peers.length / 2;
}

export function isUp({state}: FleetServer): boolean {
	return state === 'up';
}

function count({leader, consumer}: FleetGroup, change: 1 | -1): void {
	if (leader) {
		leader.led[consumer === undefined ? 'streams' : 'consumers'] += change;
	}
}
