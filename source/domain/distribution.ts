import {hasJetStream, type Server} from './server.ts';

/** A server is a hotspot above this many times the average. */
export const defaultThreshold = 1.5;

export type CountingRules = {
	/** Times the average above which, strictly, a server is a hotspot. */
	readonly threshold: number;
	/** Counts one-replica groups as (fixed) load. */
	readonly countR1: boolean;
};

export const defaultCountingRules: CountingRules = {threshold: defaultThreshold, countR1: false};

/** What one server carries, against its fair share. */
export type ServerShare = {
	readonly server: Server;
	readonly streamLeaders: number;
	readonly consumerLeaders: number;
	readonly r1: number;
	/** What counts for balance. */
	readonly leaders: number;
	/** leaders / average; undefined for a server that takes no part in the average. 0 when the cluster has no leader at all. */
	readonly ratio: number | undefined;
	readonly hotspot: boolean;
};

/** The leaders of one cluster, spread over its servers. */
export type Distribution = {
	readonly cluster: string;
	readonly shares: readonly ServerShare[];
	/** Leaders that count. */
	readonly leaders: number;
	/** Leaders per server with JetStream up, servers without any leader included; 0 when there is no such server. */
	readonly average: number;
	readonly maxRatio: number;
	readonly hotspots: readonly string[];
};

/**
 * Counts the leaders of one cluster's servers.
 * @param servers the servers of that cluster, in the order of the result
 */
export function distributionOf(
	cluster: string,
	servers: readonly Server[],
	counts: ReadonlyMap<string, LeaderCounts>,
	{threshold, countR1}: CountingRules = defaultCountingRules,
): Distribution {
	const loads = servers.map(server => {
		const {streams, consumers, r1} = counts.get(server.name) ?? noLeaders;
		return {server, streams, consumers, r1, leaders: streams + consumers + (countR1 ? r1 : 0)};
	});
	const leaders = loads.reduce((sum, load) => sum + load.leaders, 0);
	const members = loads.filter(load => hasJetStream[load.server.state]).length;
	const average = members === 0 ? 0 : leaders / members;

	const shares = loads.map(({server, streams, consumers, r1, leaders}): ServerShare => {
		const ratio = hasJetStream[server.state] ? ratioOf(leaders, average) : undefined;
		return {
			server,
			streamLeaders: streams,
			consumerLeaders: consumers,
			r1,
			leaders,
			ratio,
			// In whole numbers where possible: 45 of 90 on three servers is exactly 1.5, and no hotspot.
			hotspot: ratio !== undefined && leaders > threshold * average,
		};
	});

	return {
		cluster,
		shares,
		leaders,
		average,
		maxRatio: shares.reduce((max, share) => Math.max(max, share.ratio ?? 0), 0),
		hotspots: shares.filter(share => share.hotspot).map(share => share.server.name),
	};
}

function ratioOf(leaders: number, average: number): number {
	return average === 0 ? 0 : leaders / average;
}

/** How many groups a server leads, by kind. One-replica groups have no election and are counted apart. */
export type LeaderCounts = {
	readonly streams: number;
	readonly consumers: number;
	readonly r1: number;
};

export const noLeaders: LeaderCounts = {streams: 0, consumers: 0, r1: 0};

/** What a server leads by election, streams and consumers together. */
export function leadersOf({streams, consumers}: LeaderCounts = noLeaders): number {
	return streams + consumers;
}
