import {type LeaderCount, untilSettled} from './count-leaders.ts';
import type {LocalCluster} from './local-cluster.ts';
import {TooLateError} from './poll-until.ts';

type SkewOptions = {
	/** The server to restart. Default: the one with the most leaders, but not the meta leader. */
	readonly server?: string;
	/** Called when the server is down, and when it has started. */
	readonly onProgress?: (step: 'stopped' | 'started', server: string) => void;
	readonly signal?: AbortSignal;
};

export type Skewed = {
	readonly server: string;
	readonly before: LeaderCount;
	readonly after: LeaderCount;
};

/**
 * Leaves a server without leaders the way it happens to operators: by a restart. Its leaders go to others when it
 * stops, and nothing brings them back. Done when the server is back and current in all its groups.
 * @throws TooLateError when the cluster does not settle
 */
export async function skew(
	cluster: LocalCluster,
	{server: wanted, onProgress, signal}: SkewOptions = {},
): Promise<Skewed> {
	const before = await untilSettled(cluster, {signal});
	const server = wanted ?? fullest(before);
	for (let attempt = 1; attempt <= attempts; attempt++) {
		await cluster.stopServer(server);
		onProgress?.('stopped', server);
		await cluster.startServer(server, {signal});
		onProgress?.('started', server);
		const after = await untilSettled(cluster, {signal});
		if (after.leaders.get(server) === 0) {
			return {server, before, after};
		}
	}

	throw new TooLateError(`${server} still leads groups after ${attempts} restarts`);
}

/** A server that comes back may win an election at once. */
const attempts = 3;

function fullest({leaders, metaLeader}: LeaderCount): string {
	const [first] = [...leaders]
		.filter(([server]) => server !== metaLeader)
		.sort(([, a], [, b]) => b - a);
	return first?.[0] ?? metaLeader ?? '';
}
