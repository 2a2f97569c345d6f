import type {ClusterView} from '../../state/cluster-view.ts';
import {leadersOf} from '../../state/leaders-of.ts';
import type {ReplayState} from '../../domain/replay-state.ts';

/**
 * What has to be seen at once when it changes, in one text to compare: who leads how many, who is there, and whether
 * anything is known at all. Rates and gauges can wait for the next look at the screen.
 */
export function urgentFacts(view: ClusterView, replay?: ReplayState): string {
	const {electionCount, groups, leaderless, connection, missing, counts, clusters} = view;
	const servers = Array.from(
		view.servers.values(),
		({name, state}) => `${state} ${leadersOf(counts.get(name))}`,
	);
	const metaLeaders = Array.from(clusters.values(), ({metaLeader}) => metaLeader);
	return JSON.stringify([
		electionCount,
		groups.size,
		leaderless.size,
		connection.state,
		missing.length,
		servers,
		metaLeaders,
		replay && placeOf(replay),
	]);
}

/** While it plays, time passes by itself. */
function placeOf({phase, speed, at}: ReplayState): string {
	return `${phase} ${speed} ${phase === 'playing' ? '' : at}`;
}
