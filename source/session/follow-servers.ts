import type {BestRatio} from '../domain/cluster-summary.ts';
import type {CountingRules} from '../domain/distribution.ts';
import type {StopAnswer} from '../domain/stop-verdict.ts';
import {
	advanceChecklist,
	beginChecklist,
	type Checklist,
	type ChecklistSight,
} from '../domain/upgrade/checklist.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import {distributionIn} from './cluster-summaries.ts';

type FollowParts = {
	readonly view: ClusterView;
	readonly rules: CountingRules;
	readonly stopOf: (server: string) => StopAnswer | undefined;
	readonly reachable: (cluster: string) => BestRatio | undefined;
	readonly drained: ReadonlySet<string>;
};

/** The part of a fair share that a server has to lead for its leaders to be back. */
const fairPart = 0.9;

/** Follows servers through their restarts. It watches: it never acts. */
export function followServers(parts: FollowParts) {
	const checklists = new Map<string, Checklist>();
	return {
		/** By server name. */
		checklists,
		follow(server: string) {
			const sight = sightOf(server, parts);
			if (sight && !checklists.has(server)) {
				checklists.set(server, beginChecklist(server, sight));
			}
		},
		unfollow(server: string) {
			checklists.delete(server);
		},
		/** Follows no server any more. */
		end() {
			checklists.clear();
		},
		/** Ticks off what is seen to be done. To be called when anything has changed. */
		update: (): void => {
			for (const [server, list] of checklists) {
				const sight = sightOf(server, parts);
				if (sight) {
					checklists.set(server, advanceChecklist(list, sight));
				}
			}
		},
	};
}

function sightOf(name: string, parts: FollowParts): ChecklistSight | undefined {
	const {view, drained} = parts;
	const server = view.servers.get(name);
	if (!server) {
		return undefined;
	}

	const {shares, average} = distributionIn(view, server.cluster, parts.rules);
	const share = shares.find(each => each.server === server);
	const isAsEvenAsItGets = parts.reachable(server.cluster)?.stepDowns === 0;
	return {
		at: view.now,
		server,
		leaders: share ? share.streamLeaders + share.consumerLeaders : 0,
		okToStop: parts.stopOf(name)?.type === 'ok',
		behind: view.behind(name),
		keptEmpty: drained.has(name),
		fair: isAsEvenAsItGets || (share?.leaders ?? 0) >= Math.floor(average * fairPart),
	};
}
