import type {ClusterPicture} from '../../../source/domain/cluster-picture.ts';
import type {PlanOptions} from '../../../source/domain/plan/plan-options.ts';
import type {RaftGroup} from '../../../source/domain/raft-group.ts';

/** What the proofs need to know of a cluster, read from the picture by the definition and by none of the planner's code. */
export type Facts = {
	readonly servers: readonly string[];
	/** Servers that may be given leaders. */
	readonly taking: readonly string[];
	/** Servers whose leaders can be asked to step down. */
	readonly answering: readonly string[];
	readonly drained: readonly string[];
	/** Groups with a leader, and the servers that may lead each afterwards; pinned ones have their leader only. */
	readonly groups: readonly LegalGroup[];
};

export type LegalGroup = {
	readonly group: RaftGroup;
	readonly home: string;
	readonly legal: readonly string[];
	/** One-replica groups stay and count for nothing. */
	readonly weight: 0 | 1;
};

/** Reads one cluster. */
export function factsOf(picture: ClusterPicture, options: PlanOptions, cluster = 'east'): Facts {
	const servers = [...picture.servers.values()].filter(server => server.cluster === cluster);
	const drained = options.drain ?? [];
	const taking = servers
		.filter(server => server.state === 'online')
		.filter(
			({rejoinedAt}) =>
				!options.rest ||
				rejoinedAt === undefined ||
				rejoinedAt + options.rest.restMs <= options.rest.now,
		)
		.map(server => server.name)
		.filter(name => !drained.includes(name) && !options.cordon?.includes(name));
	const answering = servers
		.filter(server => server.state === 'online' || server.state === 'lame-duck')
		.map(server => server.name);

	const groups = [...picture.groups.values()].flatMap((group): LegalGroup[] => {
		const home = group.leader;
		if (group.cluster !== cluster || home === undefined) {
			return [];
		}

		const others = group.followers
			.filter(follower => follower.online && follower.current && follower.lag === 0)
			.map(follower => follower.server)
			.filter(name => taking.includes(name));
		const isFree =
			group.replicas > 1 &&
			answering.includes(home) &&
			(options.scope?.accounts?.includes(group.account) ?? true) &&
			(options.scope?.stream === undefined || options.scope.stream === group.stream);
		const legal =
			!isFree || others.length === 0 ? [home] : drained.includes(home) ? others : [home, ...others];
		return [{group, home, legal, weight: group.replicas === 1 ? 0 : 1}];
	});
	return {servers: servers.map(server => server.name), taking, answering, drained, groups};
}
