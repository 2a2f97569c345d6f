import {distributionOf, type CountingRules} from '../../domain/distribution.ts';
import {
	advanceChecklist,
	beginChecklist,
	type Checklist,
	type ChecklistSight,
} from '../../domain/upgrade/checklist.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import type {Judgements} from './judgements.ts';

/** Follows servers through their restarts. It watches: it never acts. */
export type FollowedServers = {
	/** By server name. */
	readonly checklists: ReadonlyMap<string, Checklist>;
	readonly follow: (server: string) => void;
	readonly unfollow: (server: string) => void;
	/** Follows nobody any more. */
	readonly end: () => void;
	/** Ticks off what is seen to be done. To be called when anything has changed. */
	readonly look: () => void;
};

type FollowParts = {
	readonly view: ClusterView;
	readonly rules: CountingRules;
	readonly judged: Pick<Judgements, 'stopOf' | 'reachable'>;
	readonly drained: ReadonlySet<string>;
};

/** Of a fair share: what a server has to lead for its leaders to be back. */
const fairPart = 0.9;

export function followServers(parts: FollowParts): FollowedServers {
	const checklists = new Map<string, Checklist>();
	return {
		checklists,
		follow(server) {
			const sight = sightOf(server, parts);
			if (sight && !checklists.has(server)) {
				checklists.set(server, beginChecklist(server, sight));
			}
		},
		unfollow(server) {
			checklists.delete(server);
		},
		end() {
			checklists.clear();
		},
		look() {
			for (const [server, list] of checklists) {
				const sight = sightOf(server, parts);
				if (sight) {
					checklists.set(server, advanceChecklist(list, sight));
				}
			}
		},
	};
}

function sightOf(
	name: string,
	{view, rules, judged, drained}: FollowParts,
): ChecklistSight | undefined {
	const server = view.servers.get(name);
	if (!server) {
		return undefined;
	}

	const members = [...view.servers.values()].filter(({cluster}) => cluster === server.cluster);
	const {shares, average} = distributionOf(server.cluster, members, view.counts, rules);
	const share = shares.find(each => each.server === server);
	const isAsEvenAsItGets = judged.reachable(server.cluster)?.stepDowns === 0;
	return {
		at: view.now,
		server,
		leaders: share ? share.streamLeaders + share.consumerLeaders : 0,
		okToStop: judged.stopOf(name)?.type === 'ok',
		behind: view.behind(name),
		keptEmpty: drained.has(name),
		fair: isAsEvenAsItGets || (share?.leaders ?? 0) >= Math.floor(average * fairPart),
	};
}
