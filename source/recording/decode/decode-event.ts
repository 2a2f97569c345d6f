import type {ClusterEvent} from '../../domain/cluster-event.ts';
import {follower, groupIdentity, metaGroup, reportedGroup, serverReport} from './cluster-parts.ts';
import {
	list,
	object,
	oneOf,
	optional,
	recordOf,
	text,
	time,
	UnreadableValue,
	type Decode,
} from './fields.ts';

type Events = {[Event in ClusterEvent as Event['type']]: Event};

const at = time;

const events: {readonly [Type in keyof Events]: Decode<Events[Type]>} = {
	'connection-changed': object<Events['connection-changed']>({
		type: oneOf(['connection-changed']),
		at,
		state: oneOf(['connected', 'reconnecting', 'closed']),
		detail: optional(text),
	}),
	'servers-reported': object<Events['servers-reported']>({
		type: oneOf(['servers-reported']),
		at,
		servers: list(serverReport),
		silent: list(text),
		offline: list(
			object<{readonly name: string; readonly cluster: string}>({name: text, cluster: text}),
		),
	}),
	'groups-reported': object<Events['groups-reported']>({
		type: oneOf(['groups-reported']),
		at,
		askedAt: time,
		server: text,
		led: list(reportedGroup),
		leaderless: list(reportedGroup),
	}),
	'look-completed': object<Events['look-completed']>({
		type: oneOf(['look-completed']),
		at,
		askedAt: time,
		server: text,
	}),
	'look-doubted': object<Events['look-doubted']>({
		type: oneOf(['look-doubted']),
		at,
		server: text,
	}),
	'leader-elected': object<Events['leader-elected']>({
		type: oneOf(['leader-elected']),
		at,
		group: groupIdentity,
		leader: text,
		followers: optional(list(follower)),
	}),
	'step-down-requested': object<Events['step-down-requested']>({
		type: oneOf(['step-down-requested']),
		at,
		group: groupIdentity,
		by: oneOf(['us', 'others']),
		who: optional(text),
	}),
	'quorum-lost': object<Events['quorum-lost']>({
		type: oneOf(['quorum-lost']),
		at,
		group: groupIdentity,
	}),
	'group-created': object<Events['group-created']>({
		type: oneOf(['group-created']),
		at,
		group: groupIdentity,
	}),
	'group-deleted': object<Events['group-deleted']>({
		type: oneOf(['group-deleted']),
		at,
		group: groupIdentity,
	}),
	'server-leaving': object<Events['server-leaving']>({
		type: oneOf(['server-leaving']),
		at,
		server: text,
		how: oneOf(['lame-duck', 'shutdown']),
	}),
	'meta-leader-changed': object<Events['meta-leader-changed']>({
		type: oneOf(['meta-leader-changed']),
		at,
		cluster: text,
		domain: optional(text),
		leader: optional(text),
	}),
	'meta-group-reported': object<Events['meta-group-reported']>({
		type: oneOf(['meta-group-reported']),
		at,
		domain: optional(text),
		metaGroup,
	}),
	'reply-rejected': object<Events['reply-rejected']>({
		type: oneOf(['reply-rejected']),
		at,
		subject: text,
		reason: text,
	}),
};

/** An event out of a recording, checked and cleaned. @throws UnreadableValue */
export const decodeEvent: Decode<ClusterEvent> = value => {
	const {type} = recordOf(value);
	if (!isKnown(type)) {
		throw new UnreadableValue('no event that is known');
	}

	return events[type](value);
};

function isKnown(type: unknown): type is keyof Events {
	return typeof type === 'string' && Object.hasOwn(events, type);
}
