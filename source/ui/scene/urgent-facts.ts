import type {ReplayState} from '../../domain/replay-state.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import {leadersOf} from '../../state/leaders-of.ts';

/**
 * What has to be seen at once when it changes, in one text to compare: who leads how many, who is there, and whether
 * anything is known at all. Rates and gauges can wait for the next look at the screen.
 */
export function urgentFacts(view: ClusterView, replay?: ReplayState): string {
	const {electionCount, connection, missing, baseline, clusters} = view;
	const isFirstPicture = missing.length > 0 && baseline === undefined;
	const states = Array.from(view.servers.values(), ({state}) => state);
	const metaLeaders = Array.from(clusters.values(), ({metaLeader}) => metaLeader);
	return JSON.stringify([
		electionCount,
		connection.state,
		states,
		metaLeaders,
		isFirstPicture ? stepsSeen(view) : figures(view),
		replay && placeOf(replay),
	]);
}

/** Figures of some servers grow with each page that is read of the others: it is enough to see that it goes on. */
function stepsSeen({missing, servers}: ClusterView): number {
	return Math.floor((steps * missing.length) / Math.max(servers.size, 1));
}

/** In so many steps the first picture is completed on the screen: making a picture takes as long as reading 3,000 groups. */
const steps = 20;

function figures({missing, groups, leaderless, servers, counts}: ClusterView): readonly number[] {
	return [
		missing.length,
		groups.size,
		leaderless.size,
		...Array.from(servers.keys(), name => leadersOf(counts.get(name))),
	];
}

/** While it plays, time passes by itself. */
function placeOf({phase, speed, at}: ReplayState): string {
	return `${phase} ${speed} ${phase === 'playing' ? '' : at}`;
}
