import type {ReplayState} from '../../domain/replay-state.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import {leadersOf} from '../../domain/distribution.ts';

/**
 * What has to be seen at once when it changes, in one text to compare: who leads how many, who is there, and whether
 * anything is known at all. Rates and gauges can wait for the next look at the screen.
 */
export function urgentFacts(view: ClusterView, replay?: ReplayState): string {
	const {electionCount, connection, missing, baseline, clusters, servers, counts} = view;
	const isFirstPicture = missing.length > 0 && baseline === undefined;
	let facts = `${electionCount} ${connection.state} ${replay ? placeOf(replay) : ''} `;
	facts += isFirstPicture ? stepsSeen(view) : figures(view);
	for (const {name, state} of servers.values()) {
		facts += `\n${state} ${isFirstPicture ? '' : leadersOf(counts.get(name))}`;
	}

	for (const {metaLeader} of clusters.values()) {
		facts += `\n${metaLeader}`;
	}

	return facts;
}

/** Figures of some servers grow with each page that is read of the others: it is enough to see that it goes on. */
function stepsSeen({missing, servers}: ClusterView): number {
	return Math.floor((steps * missing.length) / Math.max(servers.size, 1));
}

/** In so many steps the first picture is completed on the screen: making a picture takes as long as reading 3,000 groups. */
const steps = 20;

function figures({missing, groups, leaderless}: ClusterView): string {
	return `${missing.length} ${groups.size} ${leaderless.size}`;
}

/** While it plays, time passes by itself. */
function placeOf({phase, speed, at}: ReplayState): string {
	return `${phase} ${speed} ${phase === 'playing' ? '' : at}`;
}
