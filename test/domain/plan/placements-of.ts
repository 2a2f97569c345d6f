import type {PlanGoal} from '../../../source/domain/plan/plan-options.ts';
import type {Plan} from '../../../source/domain/plan/plan.ts';
import type {GroupKey, RaftGroup} from '../../../source/domain/raft-group.ts';
import type {Facts, LegalGroup} from './legal-leaders.ts';

/** What one phase of a plan decided, to be judged on its own. */
export type Placement = {
	readonly servers: readonly string[];
	/** The groups that were up for moving; pinned ones among them have one legal leader. */
	readonly groups: readonly LegalGroup[];
	/** Loads of the groups that were not, one per server. */
	readonly fixed: readonly number[];
	/** Leaders after the plan; a group that is missing stayed at home. */
	readonly leaders: ReadonlyMap<GroupKey, string>;
};

type Kind = RaftGroup['kind'];

const both: readonly Kind[] = ['stream', 'consumer'];

const phases: Readonly<
	Record<PlanGoal, readonly {readonly counts: readonly Kind[]; readonly moves: readonly Kind[]}[]>
> = {
	'streams-then-total': [
		{counts: ['stream'], moves: ['stream']},
		{counts: both, moves: ['consumer']},
	],
	total: [{counts: both, moves: both}],
	streams: [{counts: ['stream'], moves: ['stream']}],
	consumers: [{counts: both, moves: ['consumer']}],
};

/** The placements that a plan's phases decided. A later phase stands on the former one's result. */
export function placementsOf(
	{servers, groups}: Facts,
	{goal, moves}: Pick<Plan, 'goal' | 'moves'>,
): Placement[] {
	const leaders = new Map(moves.map(({group, aim}) => [group, aim]));
	return phases[goal].map(phase => {
		const fixed = servers.map(() => 0);
		for (const {group, home, weight} of groups) {
			if (phase.counts.includes(group.kind) && !phase.moves.includes(group.kind)) {
				const server = servers.indexOf(leaders.get(group.key) ?? home);
				fixed[server] = (fixed[server] ?? 0) + weight;
			}
		}

		return {
			servers,
			groups: groups.filter(({group}) => phase.moves.includes(group.kind)),
			fixed,
			leaders,
		};
	});
}

/** The loads of a placement, one per server. */
export function loadsOf({servers, groups, fixed, leaders}: Placement): number[] {
	const numbers = new Map(servers.map((name, number) => [name, number]));
	const loads = [...fixed];
	for (const {group, home, weight} of groups) {
		const number = numbers.get(leaders.get(group.key) ?? home) ?? -1;
		loads[number] = (loads[number] ?? 0) + weight;
	}

	return loads;
}
