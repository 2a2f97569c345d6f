import type {ClusterPicture} from '../domain/cluster-picture.ts';
import type {Move} from '../domain/move.ts';
import {isHealthy, keepsUp, type Follower, type RaftGroup} from '../domain/raft-group.ts';
import type {ServerState} from '../domain/server.ts';

/**
 * Why a move makes no sense (any more) as things are, in one line; undefined when it does.
 * Asked right before the request: the server itself does not look at a wanted leader's lag,
 * and picks another one without a word when it did not hear the wanted one for 3 s.
 */
export function whyVoid(picture: ClusterPicture, move: Move): string | undefined {
	const group = picture.groups.get(move.group);
	if (!group) {
		return 'the group is gone';
	}

	if (group.replicas < 2) {
		return 'it has one replica, so nobody could follow';
	}

	if (group.leader === undefined || picture.leaderless.has(move.group)) {
		return 'nobody leads it at the moment';
	}

	if (group.leader !== move.from) {
		return `${group.leader} leads it by now, not ${move.from}`;
	}

	if (picture.servers.get(move.from)?.state === 'offline') {
		return `${move.from} is offline`;
	}

	return move.to === undefined ? whyNobody(picture, group) : whyNot(picture, group, move.to);
}

function whyNobody(picture: ClusterPicture, group: RaftGroup): string | undefined {
	const canFollow = group.followers.some(
		follower =>
			isHealthy(follower, group) && unfit[stateOf(picture, follower.server)] === undefined,
	);
	return canFollow ? undefined : 'no follower is fit to lead it';
}

function whyNot(picture: ClusterPicture, group: RaftGroup, to: string): string | undefined {
	const follower = group.followers.find(({server}) => server === to);
	const reason =
		(follower ? whyUnhealthy(follower, group) : 'is not a follower of it') ??
		unfit[stateOf(picture, to)];
	return reason === undefined ? undefined : `${to} ${reason}`;
}

function whyUnhealthy(follower: Follower, group: RaftGroup): string | undefined {
	if (!follower.online) {
		return 'is offline';
	}

	if (keepsUp(follower, group)) {
		return undefined;
	}

	return follower.current ? `lags by ${follower.lag}` : 'is not current';
}

/** Why a server in this state is not to be made leader of anything. */
const unfit: Readonly<Record<ServerState | 'unknown', string | undefined>> = {
	online: undefined,
	'lame-duck': 'is in lame-duck mode',
	recovering: 'is still recovering',
	'no-jetstream': 'has no JetStream',
	silent: 'is not responding',
	offline: 'is offline',
	unknown: 'is not known',
};

function stateOf(picture: ClusterPicture, server: string): ServerState | 'unknown' {
	return picture.servers.get(server)?.state ?? 'unknown';
}
