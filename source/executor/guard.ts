import type {ClusterEvent} from '../domain/cluster-event.ts';
import type {ClusterPicture} from '../domain/cluster-picture.ts';
import {groupKey, type GroupIdentity, type GroupKey} from '../domain/raft-group.ts';
import type {Server} from '../domain/server.ts';
import type {ServerLoss, StopReason} from './reasons.ts';

/** Looks out for what makes it unsafe to go on. */
export type RunGuard = {
	/** Asked once the picture holds the event. */
	readonly whyStop: (event: ClusterEvent, inFlight: InFlight) => StopReason | undefined;
	/** Groups without a leader that had one when they were last asked for, those in flight excepted. */
	readonly newlyLeaderless: (inFlight: InFlight) => readonly GroupKey[];
};

type InFlight = {has(group: GroupKey): boolean};

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
	/** Groups said to have lost their quorum while this run waited for them to elect. */
	const suspected = new Set<GroupKey>();

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

	/** Followers of large groups tell of a lost quorum at each step-down: only who then stays without leader has lost it. */
	function suspect(group: GroupIdentity): void {
		const key = groupKey(group);
		// The server repeats the news for a group that lost it long ago.
		if (concerns(picture().groups.get(key)?.cluster) && !leaderless.has(key)) {
			suspected.add(key);
		}
	}

	function lostQuorum(inFlight: InFlight): StopReason | undefined {
		const {groups, leaderless: now} = picture();
		for (const key of suspected) {
			const group = groups.get(key);
			if (!group || !now.has(key)) {
				suspected.delete(key);
			} else if (!inFlight.has(key)) {
				return {type: 'quorum-lost', group: nameOf(group, group.account)};
			}
		}

		return undefined;
	}

	function whyStopAfter(event: ClusterEvent): StopReason | undefined {
		switch (event.type) {
			case 'connection-changed':
				return event.state === 'connected'
					? undefined
					: {type: 'connection-lost', detail: event.detail};
			case 'server-leaving':
				return leaving(event.server, event.how);
			case 'servers-reported':
				return lostServer();
			default:
				return undefined;
		}
	}

	return {
		whyStop(event, inFlight) {
			if (event.type === 'quorum-lost') {
				suspect(event.group);
			}

			return whyStopAfter(event) ?? lostQuorum(inFlight);
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
