import type {QuorumLost} from '../../domain/cluster-event.ts';
import {groupKey} from '../../domain/raft-group.ts';
import type {Reducer} from '../knowledge.ts';
import {loseLeader} from './lose-leader.ts';

/**
 * Nobody leads a group that has lost its quorum: its leader tells of it after it stepped down. Followers tell the same
 * by mistake in the midst of an election; what one of them says after it changes nothing.
 */
export const quorumLost: Reducer<QuorumLost> = (knowledge, event) => {
	const group = knowledge.ledger.groups.get(groupKey(event.group));
	if (!group || !knowledge.elections.loseQuorum(group, event.at)) {
		return false;
	}

	loseLeader(knowledge, group, event.at);
	return true;
};
