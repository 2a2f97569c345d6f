import type {ClusterPicture} from './cluster-picture.ts';
import {isMetaPeer, standsAlone, type MetaGroup} from './meta-group.ts';
import {blocksOf, type ServerStates} from './quorum.ts';
import type {GroupKey} from './raft-group.ts';
import type {Server} from './server.ts';
import {counted} from './words.ts';

/** Whether a server could be stopped now without taking the quorum from any Raft group that it belongs to. */
export type StopVerdict = {
	/** `unknown`: nothing that is known speaks against it, but not everything is known. */
	readonly answer: 'ok' | 'wait' | 'unknown';
	readonly blockers: readonly StopBlocker[];
	/** What would have to be known, in words. */
	readonly unknowns: readonly string[];
	/** Groups with one replica that it leads: unavailable while it is down. A warning, not a no. */
	readonly r1: number;
};

/** The verdict in words: what it waits for, or what is not known. */
export type StopAnswer =
	{readonly type: 'ok'} | {readonly type: 'wait' | 'unknown'; readonly reasons: readonly string[]};

/** A group that would lose its quorum, and what it waits for. */
type StopBlocker = {
	/** Undefined for the meta group. */
	readonly group: GroupKey | undefined;
	/** For the operator: the reason first, then the servers behind it. */
	readonly waitsFor: string;
};

/** The part of what is known that the verdicts rest on. */
type StopPicture = Pick<ClusterPicture, 'servers' | 'groups' | 'missing'> & {
	/** By JetStream domain. */
	readonly metaGroups: ReadonlyMap<string | undefined, MetaGroup>;
};

/** Judges every server of the picture in one pass over the groups: O(groups x replicas). */
export function stopVerdicts({
	servers,
	groups,
	missing,
	metaGroups,
}: StopPicture): ReadonlyMap<string, StopVerdict> {
	const states: ServerStates = new Map(
		Array.from(servers.values(), ({name, state}) => [name, state]),
	);
	const drafts = new Map(
		Array.from(servers.values(), (server): [string, Draft] => [
			server.name,
			{blockers: [], unknowns: unknownsOf(server, {servers, missing, metaGroups}), r1: 0},
		]),
	);
	for (const group of groups.values()) {
		if (group.replicas < 2) {
			const draft = group.leader === undefined ? undefined : drafts.get(group.leader);
			if (draft) {
				draft.r1++;
			}
		} else {
			for (const {server, waitsFor} of blocksOf(group, states)) {
				drafts.get(server)?.blockers.push({group: group.key, waitsFor});
			}
		}
	}

	for (const metaGroup of metaGroups.values()) {
		// With one server alone there is nothing to keep.
		if (metaGroup.replicas > 1) {
			const rateless = {...metaGroup, messagesPerSecond: undefined};
			for (const {server, waitsFor} of blocksOf(rateless, states)) {
				drafts.get(server)?.blockers.push({group: undefined, waitsFor: `meta group: ${waitsFor}`});
			}
		}
	}

	return new Map(
		Array.from(drafts, ([name, draft]) => [name, {...draft, answer: answerOf(draft)}]),
	);
}

type Draft = {readonly blockers: StopBlocker[]; readonly unknowns: string[]; r1: number};

function answerOf({blockers, unknowns}: Draft): StopVerdict['answer'] {
	return blockers.length > 0 ? 'wait' : unknowns.length > 0 ? 'unknown' : 'ok';
}

/** Groups and peers that have not been seen could speak against a stop. */
function unknownsOf(
	server: Server,
	{servers, missing, metaGroups}: Omit<StopPicture, 'groups'>,
): string[] {
	// Whom only the meta leader names may belong to any cluster.
	const unseen = missing.filter(name => {
		const {cluster} = servers.get(name) ?? {};
		return cluster === undefined || cluster === server.cluster;
	});
	return [
		...(unseen.length > 0 ? [`no inventory from ${unseen.join(', ')}`] : []),
		...(isMetaGroupSeen(server, servers, metaGroups.get(server.domain))
			? []
			: ['meta group not seen']),
	];
}

/** Whether the meta group's view of a server is known. */
function isMetaGroupSeen(
	{name, state, cluster}: Server,
	servers: StopPicture['servers'],
	metaGroup: MetaGroup | undefined,
): boolean {
	if (state === 'no-jetstream') {
		return true;
	}

	if (metaGroup === undefined) {
		return standsAlone(cluster, servers.values());
	}

	const peers = [...metaGroup.followers.map(({server}) => server), metaGroup.leader];
	return (
		isMetaPeer(metaGroup, name) || peers.every(peer => peer === undefined || servers.has(peer))
	);
}

/** What a stop waits for, or what is not known: each reason once, for many groups wait for the same. */
export function stopReasons({answer, blockers, unknowns}: StopVerdict): readonly string[] {
	return answer === 'unknown' ? unknowns : [...new Set(blockers.map(({waitsFor}) => waitsFor))];
}

/** What a stop would make unavailable without taking a quorum. */
export function stopWarnings({r1}: Pick<StopVerdict, 'r1'>): readonly string[] {
	return r1 === 0
		? []
		: [`${counted(r1, 'group with one replica', 'groups with one replica')} would be unavailable`];
}
