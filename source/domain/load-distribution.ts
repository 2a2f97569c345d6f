import {isPinned, type RaftGroup} from './raft-group.ts';
import {hasJetStream, type Server} from './server.ts';

/** What bars, ratios, orders and plans are about: how many leaders a server has, or how many messages they handle. */
export type Measure = 'count' | 'load';

/** What the leaders of one server handle. */
type ServerLoad = {
	/** Messages per second of the groups whose rate is known; undefined where there are groups and none of their rates is. */
	readonly messagesPerSecond: number | undefined;
	/** Bytes per second stored by its streams, from the mean size of a message; undefined where no size is known. */
	readonly bytesPerSecond: number | undefined;
	/** Groups whose rate is not known yet. */
	readonly unknown: number;
};

const noLoad: ServerLoad = {messagesPerSecond: 0, bytesPerSecond: undefined, unknown: 0};

/** What one server's leaders handle, against its fair share of the messages. */
export type LoadShare = ServerLoad & {
	/** Load / average; undefined for a server that takes no part in the average, and where its load is not known. */
	readonly ratio: number | undefined;
	readonly hotspot: boolean;
};

/** The load of one cluster, spread over its servers. */
export type LoadDistribution = {
	/** By server name. */
	readonly shares: ReadonlyMap<string, LoadShare>;
	/** Messages per second and server with JetStream up, as far as known. */
	readonly average: number;
	readonly maxRatio: number;
	readonly unknown: number;
};

/** Messages per second as an estimate of bytes: those of a stream, by the mean size of what it stores. */
export function bytesPerSecond({
	messagesPerSecond,
	bytesPerMessage,
}: Pick<RaftGroup, 'messagesPerSecond' | 'bytesPerMessage'>): number | undefined {
	return messagesPerSecond === undefined || bytesPerMessage === undefined
		? undefined
		: messagesPerSecond * bytesPerMessage;
}

/** What the leaders of each server handle, by server name. Groups with one replica count only with `countR1`. */
export function loadsByServer(
	groups: Iterable<RaftGroup>,
	cluster: string,
	{countR1}: {readonly countR1: boolean},
): ReadonlyMap<string, ServerLoad> {
	const loads = new Map<
		string,
		{messages: number; bytes: number; known: number; sized: number; all: number}
	>();
	for (const group of groups) {
		const {leader, messagesPerSecond} = group;
		if (leader === undefined || group.cluster !== cluster || (isPinned(group) && !countR1)) {
			continue;
		}

		const load = loads.get(leader) ?? {messages: 0, bytes: 0, known: 0, sized: 0, all: 0};
		loads.set(leader, load);
		const bytes = bytesPerSecond(group);
		load.all++;
		load.known += messagesPerSecond === undefined ? 0 : 1;
		load.messages += messagesPerSecond ?? 0;
		load.sized += bytes === undefined ? 0 : 1;
		load.bytes += bytes ?? 0;
	}

	return new Map(
		Array.from(loads, ([server, {messages, bytes, known, sized, all}]): [string, ServerLoad] => [
			server,
			{
				messagesPerSecond: known === 0 ? undefined : messages,
				bytesPerSecond: sized === 0 ? undefined : bytes,
				unknown: all - known,
			},
		]),
	);
}

/** The load of one cluster's servers against their fair share; above `threshold` times it, strictly, is a hotspot. */
export function loadDistributionOf(
	servers: readonly Server[],
	loads: ReadonlyMap<string, ServerLoad>,
	threshold: number,
): LoadDistribution {
	const members = servers.filter(({state}) => hasJetStream[state]).length;
	const known = servers.map(server => ({server, load: loads.get(server.name) ?? noLoad}));
	const total = known.reduce((sum, {load}) => sum + (load.messagesPerSecond ?? 0), 0);
	const average = members === 0 ? 0 : total / members;
	const shares = new Map(
		known.map(({server, load}): [string, LoadShare] => {
			const {messagesPerSecond} = load;
			const ratio =
				messagesPerSecond === undefined || !hasJetStream[server.state]
					? undefined
					: average === 0
						? 0
						: messagesPerSecond / average;
			return [server.name, {...load, ratio, hotspot: ratio !== undefined && ratio > threshold}];
		}),
	);
	return {
		shares,
		average,
		maxRatio: [...shares.values()].reduce((max, {ratio = 0}) => Math.max(max, ratio), 0),
		unknown: known.reduce((sum, {load}) => sum + load.unknown, 0),
	};
}
