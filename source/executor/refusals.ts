import type {ClusterPicture} from '../domain/cluster-picture.ts';
import {groupName, groupPlace, type GroupKey, type RaftGroup} from '../domain/raft-group.ts';
import {hasJetStream} from '../domain/server.ts';
import {listed} from '../domain/words.ts';

/** Why no run should start on what is known. */
export type RefusalReason = {
	readonly type: 'nothing-seen' | 'servers-missing' | 'servers-silent' | 'groups-leaderless';
	/** What it is about: names of servers, or keys of groups. */
	readonly subjects: readonly string[];
	/** One line for the operator. */
	readonly line: string;
};

/**
 * Reasons not to start moving leaders; none when the view is complete. A plan made from half a view moves leaders
 * to where it thinks there are none. A server that does not respond is none as long as others lead all groups that are known.
 * @param clusterName undefined: the cluster that everything seen belongs to
 * @param drained servers that are to be emptied
 */
export function refusalReasons(
	picture: ClusterPicture,
	clusterName?: string,
	drained: readonly string[] = [],
): readonly RefusalReason[] {
	const isHere = (cluster: string | undefined) =>
		clusterName === undefined || cluster === undefined || cluster === clusterName;
	const servers = [...picture.servers.values()].filter(({cluster}) => isHere(cluster));
	const missing = picture.missing.filter(name => isHere(picture.servers.get(name)?.cluster));
	const silent = servers.flatMap(({name, state}) =>
		state === 'silent' &&
		!missing.includes(name) &&
		(drained.includes(name) || leadsGroups(name, picture))
			? name
			: [],
	);
	const leaderless = [...picture.leaderless.keys()].filter(key =>
		isHere(picture.groups.get(key)?.cluster),
	);

	const reasons: RefusalReason[] = [];
	const where = clusterName === undefined ? '' : ` of cluster ${clusterName}`;
	if (servers.length === 0) {
		reasons.push({type: 'nothing-seen', subjects: [], line: `no server${where} has responded yet`});
	}

	if (missing.length > 0) {
		const line = `the leaders of ${listed(missing)} are unknown`;
		reasons.push({type: 'servers-missing', subjects: missing, line});
	}

	if (silent.length > 0) {
		const [are, them] = silent.length === 1 ? ['is', 'it'] : ['are', 'them'];
		const line = `${listed(silent)} ${are} not responding: leaders on ${them} are unknown`;
		reasons.push({type: 'servers-silent', subjects: silent, line});
	}

	if (reasons.length === 0 && !servers.some(({state}) => hasJetStream[state])) {
		const line = `no server${where} has JetStream up`;
		reasons.push({type: 'nothing-seen', subjects: [], line});
	}

	if (leaderless.length > 0) {
		const names = leaderless.map(key => groupName(picture.groups.get(key) ?? absentGroup(key)));
		const line = `${listed(names)} ${names.length === 1 ? 'has' : 'have'} no leader`;
		reasons.push({type: 'groups-leaderless', subjects: leaderless, line});
	}

	return reasons;
}

function leadsGroups(server: string, {groups}: ClusterPicture): boolean {
	for (const {leader, replicas} of groups.values()) {
		if (leader === server && replicas > 1) {
			return true;
		}
	}

	return false;
}

/** Stands for a group that was gone before anything but its key was known. */
export function absentGroup(key: GroupKey): RaftGroup {
	const place = groupPlace(key);
	return {
		...place,
		key,
		kind: place.consumer === undefined ? 'stream' : 'consumer',
		account: place.accountId,
		cluster: '',
		leader: undefined,
		leaderSince: undefined,
		replicas: 0,
		followers: [],
		messages: undefined,
		bytesPerMessage: undefined,
		messagesPerSecond: undefined,
	};
}
