import type {Distribution, ServerShare} from './distribution.ts';

/** How many groups each server led by election at an earlier time. */
export type Baseline = {
	/** Epoch in ms. */
	readonly at: number;
	/** What was seen then. */
	readonly seen: SeenAs;
	/** Leaders by server, by cluster. */
	readonly clusters: ReadonlyMap<string, ReadonlyMap<string, number>>;
};

/** Whose leaders were counted: those of all accounts, or of one. */
export type SeenAs = {
	/** The only account that was seen, by its name. */
	readonly account: string | undefined;
	/** No real cluster was behind the figures. */
	readonly simulated: boolean;
};

/** What has become of a cluster's leaders since a baseline. */
export type BaselineChange = {
	/** Leaders of all servers then. */
	readonly leaders: number;
	/** Leaders won or lost in total. */
	readonly change: number;
	/** Leaders that servers have won, all of them together: what one lost, another may have won. */
	readonly won: number;
	/** Servers that led something then and are not there now. */
	readonly gone: readonly {readonly name: string; readonly leaders: number}[];
	/** Leaders of a server then; undefined for one that was not there. */
	readonly before: (server: string) => number | undefined;
};

/** Undefined for a cluster that is not in the baseline. */
export function changeSince(
	{clusters}: Baseline,
	{cluster, shares}: Distribution,
): BaselineChange | undefined {
	const then = clusters.get(cluster);
	if (!then) {
		return undefined;
	}

	const present = new Set(shares.map(({server}) => server.name));
	const gone = Array.from(then, ([name, leaders]) => ({name, leaders})).filter(
		({name, leaders}) => leaders > 0 && !present.has(name),
	);
	const leaders = [...then.values()].reduce((sum, count) => sum + count, 0);
	const changes = shares.map(share => electedTo(share) - (then.get(share.server.name) ?? 0));
	return {
		leaders,
		change: shares.reduce((sum, share) => sum + electedTo(share), 0) - leaders,
		won: changes.reduce((sum, change) => sum + Math.max(0, change), 0),
		gone,
		before: server => then.get(server),
	};
}

/** What a baseline counts: groups that are led by election, whatever else counts as load. */
export function electedTo({
	streamLeaders,
	consumerLeaders,
}: Pick<ServerShare, 'streamLeaders' | 'consumerLeaders'>): number {
	return streamLeaders + consumerLeaders;
}

/** Why a baseline and what is seen now cannot be compared, as the end of a sentence about it; undefined when they can. */
export function whyNotComparable(
	baseline: Baseline,
	{seen, clusters}: {readonly seen: SeenAs; readonly clusters: readonly string[]},
): string | undefined {
	if (baseline.seen.simulated !== seen.simulated) {
		return baseline.seen.simulated ? 'is of a simulated cluster' : 'is of a real cluster';
	}

	if (baseline.seen.account !== seen.account) {
		const [then, now] = [baseline.seen.account, seen.account].map(account =>
			account === undefined ? 'all accounts' : `account ${account} alone`,
		);
		return `counts the leaders of ${then}; what is seen here is ${now}`;
	}

	return clusters.some(name => baseline.clusters.has(name))
		? undefined
		: `is of cluster ${[...baseline.clusters.keys()].join(', ')}; the clusters here are ${clusters.join(', ')}`;
}
