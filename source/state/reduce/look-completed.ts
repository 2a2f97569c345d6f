import type {LookCompleted} from '../../domain/cluster-event.ts';
import {isPinned} from '../../domain/group-health.ts';
import type {RaftGroup} from '../../domain/raft-group.ts';
import type {Knowledge, Reducer} from '../knowledge.ts';
import {sampleLags} from '../sample-lags.ts';
import {loseLeader} from './lose-leader.ts';
import {dropDoubted} from './drop-doubted.ts';

/** Takes back what a complete inventory should have named and did not. */
export const lookCompleted: Reducer<LookCompleted> = (knowledge, event) => {
	const {ledger, looked, lookedAt} = knowledge;
	const unnamed = ledger
		.ledBy(event.server)
		.filter(({key}) => (ledger.sighting(key)?.knownAt ?? 0) < event.askedAt);
	for (const group of unnamed) {
		takeBack(knowledge, group, event);
	}

	const orphans = ledger.witnesses
		.expire(event.server, event.askedAt)
		.filter(key => ledger.groups.get(key)?.leader === undefined);
	for (const key of orphans) {
		ledger.delete(key);
	}

	const first = !looked.has(event.server);
	looked.add(event.server);
	lookedAt.set(event.server, event.askedAt);
	sampleLags(knowledge, event.at);
	const dropped = dropDoubted(ledger, event.at);
	return first || dropped || unnamed.length + orphans.length > 0;
};

/**
 * The leader itself does not name the group. Where its followers miss a leader it has none; else it was deleted or is
 * being handed over, and the election is about to tell.
 */
function takeBack(knowledge: Knowledge, group: RaftGroup, {at, askedAt}: LookCompleted): void {
	const {ledger} = knowledge;
	if (isPinned(group)) {
		ledger.delete(group.key);
	} else if (ledger.witnesses.hasSince(group.key, askedAt)) {
		loseLeader(knowledge, group, at);
	} else if (!ledger.doubts.has(group.key)) {
		ledger.doubts.set(group.key, at);
	}
}
