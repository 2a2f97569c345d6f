import type {LeaderCount} from './count-leaders.ts';
import {countLeaders} from './count-leaders.ts';
import type {LocalCluster} from './local-cluster.ts';
import {pollUntil} from './poll-until.ts';

/**
 * Waits until every group of the running servers has a leader and all its followers are current.
 * @returns the count that shows it
 * @throws TooLateError after a minute
 */
export async function untilSettled(
	cluster: LocalCluster,
	{signal}: {readonly signal?: AbortSignal} = {},
): Promise<LeaderCount> {
	const system = await cluster.connect('SYS');
	try {
		return await pollUntil(
			async () => {
				const running = cluster.servers.filter(server => server.running);
				const found = await countLeaders(
					system,
					running.map(({name}) => name),
				);
				const rest = found.groups - found.settled;
				const missing =
					rest === 0 ? [] : [`${rest} of ${found.groups} lack a leader or a current follower`];
				return {found, missing};
			},
			{what: 'The Raft groups have not settled', timeoutMs: 60_000, signal},
		);
	} finally {
		await system.close();
	}
}
