import {hasJetStream} from '../server.ts';
import type {ClusterReading} from './read-cluster.ts';

/** One load against the average of the servers that have JetStream up; 0 where there is no load at all. */
export function ratioOf(
	{servers}: Pick<ClusterReading, 'servers'>,
	load: number,
	loads: Iterable<number>,
): number {
	const members = servers.filter(server => hasJetStream[server.state]).length;
	let sum = 0;
	for (const load of loads) {
		sum += load;
	}

	return sum === 0 ? 0 : (load * members) / sum;
}

/** The highest load among them. */
export function highestOf(
	{servers}: Pick<ClusterReading, 'servers'>,
	loads: ArrayLike<number>,
): number {
	return servers.reduce(
		(highest, {state}, server) =>
			hasJetStream[state] ? Math.max(highest, loads[server] ?? 0) : highest,
		0,
	);
}
