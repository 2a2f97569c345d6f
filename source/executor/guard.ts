import type {ClusterEvent} from '../domain/cluster-event.ts';
import type {ClusterPicture} from '../domain/cluster-picture.ts';
import {groupKey, type GroupKey, type RaftGroup} from '../domain/raft-group.ts';
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
 * @param clusterName servers and groups of other clusters do not matter to this run; undefined: all do
 */
export function runGuard(picture: () => ClusterPicture, clusterName: string | undefined): RunGuard {
	const concerns = (cluster: string | undefined) =>
		clusterName === undefined || cluster === undefined || cluster === clusterName;
	const onlineAtStart = new Map(
		[...picture().servers].filter(
			([, {state, cluster}]) => state === 'online' && concerns(cluster),
		),
	);
	const leaderless = new Set(picture().leaderless.keys());
	/** Groups said to have lost their quorum while this run waited for them to elect. */
	const suspected = new Set<GroupKey>();

	return {
		whyStop(event, inFlight) {
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

	function whyStopAfter(event: ClusterEvent): StopReason | undefined {
		switch (event.type) {
			case 'connection-changed':
				return event.state === 'connected'
					? undefined
					: {type: 'connection-lost', detail: event.detail};
			case 'server-leaving': {
				const how = event.how === 'shutdown' ? 'offline' : event.how;
				return onlineAtStart.has(event.server)
					? {type: 'server-left', server: event.server, how}
					: undefined;
			}

			case 'servers-reported':
				return lostServer();
			case 'quorum-lost':
				suspect(groupKey(event.group));
				return undefined;
			default:
				return undefined;
		}
	}

	function lostServer(): StopReason | undefined {
		const {servers} = picture();
		for (const [name, then] of onlineAtStart) {
			const how = lossOf(then, servers.get(name));
			if (how !== undefined) {
				return {type: 'server-left', server: name, how};
			}
		}

		return undefined;
	}

	/** Followers of large groups report a lost quorum at each step-down: only a group that then stays without leader has lost it. */
	function suspect(key: GroupKey): void {
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
				return {type: 'quorum-lost', group: nameOf(group)};
			}
		}

		return undefined;
	}
}

function lossOf(then: Server, now: Server | undefined): ServerLoss | undefined {
	if (!now) {
		return 'offline';
	}

	if (now.state !== 'online') {
		return now.state;
	}

	return now.id === then.id ? undefined : 'restarted';
}

function nameOf({account, stream, consumer}: RaftGroup): string {
	return consumer === undefined
		? `stream ${stream} of ${account}`
		: `consumer ${stream} › ${consumer} of ${account}`;
}
