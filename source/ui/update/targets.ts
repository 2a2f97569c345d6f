import type {GroupKey} from '../../domain/raft-group.ts';
import type {Target} from '../question.ts';
import {whyNot, type StepDownWorld} from './ask-step-down.ts';

/** Servers that can take over at least one of the groups: those that can take all first, then the emptiest. */
export function targetsFor(keys: readonly GroupKey[], world: StepDownWorld): readonly Target[] {
	const {view} = world;
	const eligible = new Map<string, number>();
	for (const key of keys) {
		const group = view.groups.get(key);
		for (const {server} of group?.followers ?? []) {
			if (group && whyNot(group, server, world) === undefined) {
				eligible.set(server, (eligible.get(server) ?? 0) + 1);
			}
		}
	}

	return Array.from(eligible, ([server, count]): Target => {
		const {streams = 0, consumers = 0} = view.counts.get(server) ?? {};
		return {server, eligible: count, leaders: streams + consumers};
	}).sort(
		(a, b) => b.eligible - a.eligible || a.leaders - b.leaders || (a.server < b.server ? -1 : 1),
	);
}
