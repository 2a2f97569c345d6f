import type {ClusterEvent, ConnectionChanged} from '../domain/cluster-event.ts';
import {pushBounded} from './bounded.ts';
import {groupDeleted, groupsReported, inventoryCompleted, offlineReported} from './inventory.ts';
import {forgetServersAndGroups, type Knowledge} from './knowledge.ts';
import {leaderElected, quorumLost} from './leaders.ts';
import {metaGroupReported, metaLeaderChanged} from './meta-group.ts';
import {serverLeaving} from './server-life.ts';
import {serversReported} from './server-rounds.ts';

/** Applies an event. Returns whether anything known changed. */
export function reduceEvent(knowledge: Knowledge, event: ClusterEvent): boolean {
	switch (event.type) {
		case 'connection-changed':
			return connectionChanged(knowledge, event);
		case 'servers-reported':
			return serversReported(knowledge, event);
		case 'groups-reported':
			return groupsReported(knowledge, event);
		case 'look-completed':
			return inventoryCompleted(knowledge, event);
		case 'look-doubted':
			return knowledge.inventoried.delete(event.server);
		case 'leader-elected':
			return leaderElected(knowledge, event);
		case 'step-down-requested':
			// Kept for the election that may follow; nothing has changed by it yet.
			knowledge.requests.add(event);
			return false;
		case 'quorum-lost':
			return quorumLost(knowledge, event);
		case 'group-created':
			// Nothing but a name: the election or the inventory that follows makes the group known.
			return false;
		case 'group-deleted':
			return groupDeleted(knowledge, event);
		case 'server-leaving':
			return serverLeaving(knowledge, event);
		case 'meta-leader-changed':
			return metaLeaderChanged(knowledge, event);
		case 'meta-group-reported':
			return metaGroupReported(knowledge, event);
		case 'offline-reported':
			return offlineReported(knowledge, event);
		case 'names-changed':
			forgetServersAndGroups(knowledge);
			return true;
		case 'reply-rejected': {
			const {at, subject, reason} = event;
			pushBounded(knowledge.rejected, {at, subject, reason}, keptRejections);
			knowledge.rejectedCount++;
			return true;
		}
	}
}

const keptRejections = 50;

/**
 * While the connection was away events were lost, so every inventory and meta group has to be seen anew.
 * Since when it is away stays known while more is learnt of why.
 */
function connectionChanged(knowledge: Knowledge, {state, at, detail}: ConnectionChanged): boolean {
	const {connection} = knowledge;
	const isSame = state === connection.state && connection.at > 0;
	knowledge.connection = {state, at: isSame ? connection.at : at, detail};
	if (state === 'connected') {
		knowledge.inventoried.clear();
		knowledge.metaGroups.clear();
		knowledge.serversPlanRevision++;
	}

	return true;
}
