import type {RollSight} from '../../domain/roll/trouble.ts';
import type {TurnSight} from '../../domain/roll/turn.ts';
import {keepsUp} from '../../domain/fitness.ts';
import {groupName} from '../../domain/raft-group.ts';
import {hasJetStream} from '../../domain/server.ts';
import {stopReasons, stopVerdicts} from '../../domain/stop-verdict.ts';
import {absentGroup} from '../../executor/refusals.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import {whyLost} from '../coverage.ts';
import {membersOf} from './plan-roll.ts';

/** What is seen of the server whose turn it is; undefined for one that is not known. O(groups x replicas). */
export function turnSight(view: ClusterView, name: string, now: number): TurnSight | undefined {
	const server = view.servers.get(name);
	if (!server) {
		return undefined;
	}

	const blockers = blockersOf(view, name);
	const {streams = 0, consumers = 0} = view.counts.get(name) ?? {};
	// Until it has listed what it leads, nothing is known of its groups with one replica.
	const behind = view.missing.includes(name) ? undefined : view.behind(name);
	return {
		at: now,
		server,
		leaders: streams + consumers,
		okToStop: blockers.length === 0,
		blockers,
		behind: behind === undefined ? undefined : behind + metaBehind(view, name),
		entriesBehind: view.lagsOf(name).at(-1)?.entries ?? 0,
		keptEmpty: false,
		fair: false,
		metaLeader: view.clusters.get(server.cluster)?.metaLeader === name,
		blind: whyLost(view.connection),
	};
}

/** What speaks against a stop, or is not known. No server may stop for one whose replicas have not been seen since it came back. */
function blockersOf(view: ClusterView, name: string): readonly string[] {
	const verdict = stopVerdicts(view).get(name);
	if (!verdict) {
		return ['not known yet'];
	}

	const {cluster} = view.servers.get(name) ?? {};
	const unseen = [...view.unseen].filter(
		other => other !== name && view.servers.get(other)?.cluster === cluster,
	);
	return [
		...(verdict.answer === 'ok' ? [] : stopReasons(verdict)),
		...unseen.map(other => `replicas not seen yet on ${other}`),
	];
}

/** Whether its replica of the meta group lacks something: one more group in which it is behind. */
function metaBehind(view: ClusterView, name: string): number {
	const metaGroup = view.metaGroups.get(view.servers.get(name)?.domain);
	const replica = metaGroup?.followers.find(({server}) => server === name);
	return replica && !(replica.online && keepsUp(replica, {messagesPerSecond: undefined})) ? 1 : 0;
}

/** What is seen of the cluster while it is this server's turn. */
export function rollSight(
	view: ClusterView,
	cluster: string,
	turn: string,
	now: number,
): RollSight {
	const isHere = (group: {readonly cluster: string} | undefined) => group?.cluster === cluster;
	return {
		at: now,
		turn,
		// While there was no connection, nothing was heard.
		servers: new Map(
			membersOf(view, cluster).map(({name, id, state, stateSince}) => [
				name,
				{id, state, stateSince: Math.max(stateSince, view.connection.at)},
			]),
		),
		leaderless: Array.from(view.leaderless, ([key, since]) => {
			const group = view.groups.get(key);
			return isHere(group) ? {name: groupName(group ?? absentGroup(key)), since} : undefined;
		}).filter(each => each !== undefined),
		elections: view.elections
			.filter(({group}) => isHere(group))
			.map(({at, group, cause, from, who}) => ({at, name: groupName(group), cause, from, who})),
		groups: view.clusters.get(cluster)?.groups ?? 0,
	};
}

/** Streams with one replica on a server, and the messages in them: what is lost with its store. */
export function ownMessages(view: ClusterView, name: string): number {
	return view
		.ledBy(name)
		.filter(({replicas, kind}) => replicas === 1 && kind === 'stream')
		.reduce((sum, {messages = 0}) => sum + messages, 0);
}

/** The lives of the servers of a cluster that have JetStream up, by name. */
export function livesOf(view: ClusterView, cluster: string): ReadonlyMap<string, string> {
	return new Map(
		membersOf(view, cluster)
			.filter(({state}) => hasJetStream[state])
			.map(({name, id}) => [name, id]),
	);
}
