import type {GroupDeleted} from '../../domain/cluster-event.ts';
import {groupKey} from '../../domain/raft-group.ts';
import type {Reducer} from '../knowledge.ts';

/** How long an inventory that was asked for before a deletion may still be on its way. */
const lateInventoryMs = 60_000;

/** Forgets a group; a stream takes its consumers along. */
export const groupDeleted: Reducer<GroupDeleted> = (
	{ledger, deletions, elections},
	{at, group},
) => {
	dropOlder(deletions, at - lateInventoryMs);
	const family = ledger.family(group);
	for (const key of [groupKey(group), ...family]) {
		deletions.delete(key);
		deletions.set(key, at);
		ledger.delete(key);
		elections.forget(key);
	}

	return family.length > 0;
};

function dropOlder(deletions: Map<string, number>, before: number): void {
	for (const [key, at] of deletions) {
		if (at >= before) {
			return;
		}

		deletions.delete(key);
	}
}
