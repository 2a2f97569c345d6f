import type {Follower} from '../../domain/raft-group.ts';
import {countOf, recordOf, recordsOf, textOf, type JsonRecord} from './json-value.ts';

/** A server's name by its id in Raft groups, as far as known. */
export type NameOfNode = (node: string) => string | undefined;

/**
 * The peers that a report or an advisory lists, without `except`, and without those that are pending. How long they have been silent (`active`) is left out:
 * servers of 2.9 and 2.10 report up to 57 years there.
 */
export function followersIn(
	replicas: unknown,
	nameOfNode: NameOfNode,
	except?: string,
): readonly Follower[] {
	const followers: Follower[] = [];
	for (const replica of Array.isArray(replicas) ? replicas : []) {
		const peer = recordOf(replica);
		const server = peer && !isPending(peer) ? nameOfPeer(peer, nameOfNode) : undefined;
		if (peer && server !== undefined && server !== except) {
			followers.push({
				server,
				current: peer['current'] === true,
				lag: countOf(peer['lag']),
				online: peer['offline'] !== true,
			});
		}
	}

	return followers;
}

/** Whether a peer is assigned to the group and not yet a member of it, or not any more: reported from nats-server 2.15 on. */
export function isPending(peer: JsonRecord): boolean {
	return peer['pending'] === true;
}

export type MetaPeer = {
	/** Undefined where the server that lists it has not met it since its own start. */
	readonly name: string | undefined;
	/** The peer's id in Raft groups, by which advisories of the meta group name it; in place of an unknown name, too. */
	readonly node: string | undefined;
	/** Heard lately, with all that the leader has; nodes of 2.9 and 2.10 keep saying so of a peer that restarts. */
	readonly current: boolean;
	/** Log entries behind the leader. */
	readonly lag: number;
	readonly offline: boolean;
};

/** The peers that a report or an advisory of the meta group lists. */
export function metaPeers(value: unknown): readonly MetaPeer[] {
	return recordsOf(value).map(peer => ({
		name: nameOf(peer),
		node: textOf(peer['peer']) ?? /\(peerID: (\w+)\)$/.exec(textOf(peer['name']) ?? '')?.[1],
		current: peer['current'] === true,
		lag: countOf(peer['lag']),
		offline: peer['offline'] === true,
	}));
}

/** The name of a peer; undefined where the server says that it does not know it. */
function nameOf(peer: JsonRecord): string | undefined {
	const name = textOf(peer['name']);
	return name?.startsWith(unknownName) ? undefined : name;
}

/** What a server writes in place of a peer's name that it has not met since its own start. */
const unknownName = 'Server name unknown';

function nameOfPeer(peer: JsonRecord, nameOfNode: NameOfNode): string | undefined {
	const node = textOf(peer['peer']);
	return nameOf(peer) ?? (node === undefined ? undefined : (nameOfNode(node) ?? node));
}
