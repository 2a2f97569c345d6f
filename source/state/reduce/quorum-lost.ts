import type {QuorumLost} from '../../domain/cluster-event.ts';
import {groupKey} from '../../domain/raft-group.ts';
import type {Reducer} from '../knowledge.ts';
import {loseLeader} from './lose-leader.ts';

/** The server that tells of a lost quorum has ceased to lead: nats-server sends the advisory after it stepped down. */
export const quorumLost: Reducer<QuorumLost> = (knowledge, event) => {
	const group = knowledge.ledger.groups.get(groupKey(event.group));
	const isNews = group !== undefined && knowledge.elections.loseQuorum(group, event.at);
	if (group?.leader === undefined) {
		return isNews;
	}

	loseLeader(knowledge, group, event.at);
	return true;
};
