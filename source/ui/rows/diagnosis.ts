import {diagnose} from '../../domain/diagnosis/diagnose.ts';
import type {Distribution} from '../../domain/distribution.ts';
import {isExpected} from '../../domain/upgrade/checklist.ts';
import type {ClusterFacts, ClusterView} from '../../state/cluster-view.ts';
import {leaderlessSince} from '../../state/view-figures.ts';
import type {World} from '../world.ts';

/**
 * Why the picture is as it is, as one line: what is worst first. Undefined when there is nothing to explain.
 * @param now the time that the picture is about, epoch in ms
 */
export function diagnosisLine(
	view: ClusterView,
	cluster: ClusterFacts,
	distribution: Distribution,
	{
		checklists,
		origin,
		drained,
		reachable,
		replicas,
	}: Pick<World, 'origin' | 'checklists' | 'drained' | 'reachable' | 'replicas'>,
	now: number,
): string | undefined {
	const found = [
		...lostConnection(view),
		...diagnose({
			...cluster,
			distribution,
			elections: view.elections,
			leaderlessSince: leaderlessSince(view),
			now,
			// An account does not see who leads the meta group.
			seesMeta: origin.type !== 'account',
			drained,
			expected: new Set(
				Array.from(checklists.keys()).filter(name => {
					const server = view.servers.get(name);
					return server && isExpected(server, checklists);
				}),
			),
			best: reachable?.(cluster.name),
			replicas: replicas?.(cluster.name),
		}),
		...unreadable(view),
	];
	return found.length === 0 ? undefined : found.join('; ');
}

function lostConnection({connection}: Pick<ClusterView, 'connection'>): string[] {
	const {state, detail} = connection;
	return state === 'connected' || detail === undefined ? [] : [`connection: ${detail}`];
}

/** What could not be read is counted and named; it is never shown as something that it is not. */
function unreadable({
	rejected,
	rejectedCount,
}: Pick<ClusterView, 'rejected' | 'rejectedCount'>): string[] {
	const last = rejected.at(-1);
	return last
		? [
				`${rejectedCount} ${rejectedCount === 1 ? 'reply' : 'replies'} could not be read, the last from ${last.subject}: ${last.reason}`,
			]
		: [];
}
