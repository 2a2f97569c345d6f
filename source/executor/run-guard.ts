import type {ClusterEvent} from '../domain/cluster-event.ts';
import type {ClusterPicture} from '../domain/cluster-picture.ts';
import {groupKey, type GroupIdentity, type GroupKey} from '../domain/raft-group.ts';
import type {Server} from '../domain/server.ts';
import type {ServerLoss, StopReason} from './stop-reason.ts';

/** Looks out for what makes it unsafe to go on. */
export type RunGuard = {
	/** Asked once the picture holds the event. */
	readonly whyStop: (event: ClusterEvent) => StopReason | undefined;
	/** Groups without a leader that had one when they were last asked for, those in flight excepted. */
	readonly newlyLeaderless: (inFlight: {has(group: GroupKey): boolean}) => readonly GroupKey[];
};

/**
 * Remembers who was online and what was leaderless when the run began.
 * @param clusterName servers and groups of other clusters are none of this run's business; undefined: all are
 */
export function runGuard(picture: () => ClusterPicture, clusterName: string | undefined): RunGuard {
	const concerns = (cluster: string | undefined) =>
		clusterName === undefined || cluster === undefined || cluster === clusterName;
	const onlineAtStart = [...picture().servers.values()].filter(
		server => server.state === 'online' && concerns(server.cluster),
	);
	const leaderless = new Set(picture().leaderless.keys());

	function leaving(name: string, how: 'lame-duck' | 'shutdown'): StopReason | undefined {
		return onlineAtStart.some(server => server.name === name)
			? {type: 'server-left', server: name, how: how === 'shutdown' ? 'offline' : how}
			: undefined;
	}

	function lostServer(): StopReason | undefined {
		const {servers} = picture();
		for (const then of onlineAtStart) {
			const how = lossOf(then, servers.get(then.name));
			if (how !== undefined) {
				return {type: 'server-left', server: then.name, how};
			}
		}

		return undefined;
	}

	function lostQuorum(group: GroupIdentity): StopReason | undefined {
		const key = groupKey(group);
		const known = picture().groups.get(key);
		// The server repeats the news for a group that lost it long ago.
		return concerns(known?.cluster) && !leaderless.has(key)
			? {type: 'quorum-lost', group: nameOf(group, known?.account)}
			: undefined;
	}

	return {
		whyStop(event) {
			switch (event.type) {
				case 'connection-changed':
					return event.state === 'connected'
						? undefined
						: {type: 'connection-lost', detail: event.detail};
				case 'server-leaving':
					return leaving(event.server, event.how);
				case 'servers-reported':
					return lostServer();
				case 'quorum-lost':
					return lostQuorum(event.group);
				default:
					return undefined;
			}
		},
		newlyLeaderless(inFlight) {
			const found = [...picture().leaderless.keys()].filter(
				key => !leaderless.has(key) && !inFlight.has(key),
			);
			for (const key of found) {
				leaderless.add(key);
			}

			return found;
		},
	};
}

function lossOf(then: Server, now: Server | undefined): ServerLoss | undefined {
	if (now === undefined) {
		return 'offline';
	}

	if (now.state !== 'online') {
		return now.state;
	}

	return now.id === then.id ? undefined : 'restarted';
}

function nameOf({accountId, stream, consumer}: GroupIdentity, account = accountId): string {
	return consumer === undefined
		? `stream ${stream} of ${account}`
		: `consumer ${stream} › ${consumer} of ${account}`;
}
