import type {MetaGroupReported, MetaLeaderChanged} from '../../domain/cluster-event.ts';
import type {MetaGroup} from '../../domain/meta-group.ts';
import type {MetaGroupReport} from '../decode/jetstream-summary.ts';
import type {Observation} from './observation.ts';
import type {ServerRoster} from './server-roster.ts';

/**
 * What a round told of the meta group of each domain: a new leader, and how it is in its leader's words, or, where
 * nobody leads it, who takes part. The latter not of a group whose leader has not said yet that it leads.
 * @param absent servers that did not answer
 */
export function surveyMetaGroups(
	{roster, metaLeaders}: Pick<Observation, 'roster' | 'metaLeaders'>,
	absent: ReadonlySet<string>,
	at: number,
): readonly (MetaLeaderChanged | MetaGroupReported)[] {
	const changes = metaLeaders.surveyed(absent, at);
	const domains = new Map<string | undefined, Member[]>();
	for (const {identity, summary} of roster.values()) {
		if (summary?.meta && !absent.has(identity.name)) {
			const members = domains.get(identity.domain) ?? [];
			domains.set(identity.domain, members);
			members.push({name: identity.name, meta: summary.meta});
		}
	}

	const reports = [...domains].flatMap(([domain, members]): MetaGroupReported[] => {
		const leader = metaLeaders.of(domain);
		const metaGroup = leader === undefined ? leaderless(members) : toldBy(leader, members, roster);
		return metaGroup ? [{type: 'meta-group-reported', at, domain, metaGroup}] : [];
	});
	return [...changes, ...reports];
}

type Member = {readonly name: string; readonly meta: MetaGroupReport};

function toldBy(
	leader: string,
	members: readonly Member[],
	roster: ServerRoster,
): MetaGroup | undefined {
	const meta = members.find(({name}) => name === leader)?.meta;
	if (meta?.leader !== leader) {
		return undefined;
	}

	const others = meta.peers.filter(({name}) => name !== leader);
	return {
		leader,
		replicas: Math.max(meta.size, others.length + 1),
		followers: others.map(({name, node = '', current, lag, offline}) => {
			const server = name ?? roster.nameOfNode(node) ?? node;
			// A leader of 2.9 or 2.10 takes a peer that has just restarted for current: it knows better itself.
			const follows = roster.get(server)?.missesMetaLeader() !== true;
			return {server, current: current && follows, lag, online: !offline};
		}),
	};
}

function leaderless(members: readonly Member[]): MetaGroup {
	return {
		leader: undefined,
		replicas: Math.max(...members.map(({meta}) => meta.size)),
		followers: members.map(({name}) => ({server: name, current: false, lag: 0, online: true})),
	};
}
