import type {ClusterEvent} from '../domain/cluster-event.ts';
import type {Knowledge, Reducer} from './knowledge.ts';
import {connectionChanged} from './reduce/connection-changed.ts';
import {groupCreated} from './reduce/group-created.ts';
import {groupDeleted} from './reduce/group-deleted.ts';
import {groupsReported} from './reduce/groups-reported.ts';
import {leaderElected} from './reduce/leader-elected.ts';
import {lookCompleted} from './reduce/look-completed.ts';
import {metaGroupReported} from './reduce/meta-group-reported.ts';
import {lookDoubted} from './reduce/look-doubted.ts';
import {metaLeaderChanged} from './reduce/meta-leader-changed.ts';
import {quorumLost} from './reduce/quorum-lost.ts';
import {replyRejected} from './reduce/reply-rejected.ts';
import {serverLeaving} from './reduce/server-leaving.ts';
import {serversReported} from './reduce/servers-reported.ts';
import {stepDownRequested} from './reduce/step-down-requested.ts';

type Events = {[Event in ClusterEvent as Event['type']]: Event};
type Type = keyof Events;

/** An event paired with its type, so that the compiler sees that the table's reducer fits it. */
type EventOf<Known extends Type> = {[Each in Known]: {readonly type: Each} & Events[Each]}[Known];

const reducers: {readonly [Each in Type]: Reducer<Events[Each]>} = {
	'connection-changed': connectionChanged,
	'servers-reported': serversReported,
	'groups-reported': groupsReported,
	'look-completed': lookCompleted,
	'look-doubted': lookDoubted,
	'leader-elected': leaderElected,
	'step-down-requested': stepDownRequested,
	'quorum-lost': quorumLost,
	'group-created': groupCreated,
	'group-deleted': groupDeleted,
	'server-leaving': serverLeaving,
	'meta-leader-changed': metaLeaderChanged,
	'meta-group-reported': metaGroupReported,
	'reply-rejected': replyRejected,
};

/** Takes an event in and tells whether anything known changed. */
export function reduceEvent<Known extends Type>(
	knowledge: Knowledge,
	event: EventOf<Known>,
): boolean {
	return reducers[event.type](knowledge, event);
}
