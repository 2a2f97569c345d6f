import type {MetaGroupReported, MetaLeaderChanged} from '../../domain/cluster-event.ts';
import type {MetaGroup, QuorumRescue} from '../../domain/meta-group.ts';
import type {MetaLeaderAdvisory} from '../decode/advisory.ts';
import type {MetaGroupReport} from '../decode/jetstream-summary.ts';
import type {ServerRoster} from './server-roster.ts';

type Domain = string | undefined;

/** A server that takes part in a meta group, and what it says of it. */
type Member = {readonly name: string; readonly meta: MetaGroupReport};

/** The meta group of each JetStream domain: who leads it, and how it is. */
export class MetaGroups {
	readonly #roster: ServerRoster;
	readonly #leaders = new Map<Domain, MetaLeaderChanged>();

	constructor(roster: ServerRoster) {
		this.#roster = roster;
	}

	/** Forgets who leads. */
	clear(): void {
		this.#leaders.clear();
	}

	leaderOf(domain: Domain): string | undefined {
		return this.#leaders.get(domain)?.leader;
	}

	/** Takes in an advisory; returns what it changes. */
	elected({node, cluster, domain}: MetaLeaderAdvisory, at: number): MetaLeaderChanged | undefined {
		const leader = node === undefined ? undefined : this.#roster.nameOfNode(node);
		// A node that cannot be named yet is named by the next round.
		return node !== undefined && leader === undefined
			? undefined
			: this.#change(domain, leader, cluster, at);
	}

	/**
	 * Applies a round. Returns new leaders, and each group as its leader reports it, or its peers where it has no leader;
	 * nothing of a group whose leader has not reported yet that it leads.
	 * @param absent servers that did not answer
	 */
	surveyed(
		absent: ReadonlySet<string>,
		at: number,
	): readonly (MetaLeaderChanged | MetaGroupReported)[] {
		const domains = [...this.#members(absent)];
		const changes = domains.flatMap(([domain, members]) => {
			const leader = mostNamed(members, absent);
			return this.#change(domain, leader, undefined, at) ?? [];
		});
		const reports = domains.flatMap(([domain, members]): MetaGroupReported[] => {
			const leader = this.leaderOf(domain);
			const metaGroup =
				leader === undefined ? leaderless(members) : this.#reportedBy(leader, members);
			const rescues = rescuesOf(members);
			return metaGroup
				? [{type: 'meta-group-reported', at, domain, metaGroup: {...metaGroup, rescues}}]
				: [];
		});
		return [...changes, ...reports];
	}

	#members(absent: ReadonlySet<string>): ReadonlyMap<Domain, readonly Member[]> {
		const domains = new Map<Domain, Member[]>();
		for (const {identity, summary} of this.#roster.values()) {
			const {name, domain} = identity;
			if (summary?.meta && !absent.has(name)) {
				const members = domains.get(domain) ?? [];
				domains.set(domain, members);
				members.push({name, meta: summary.meta});
			}
		}

		return domains;
	}

	#change(
		domain: Domain,
		leader: string | undefined,
		cluster: string | undefined,
		at: number,
	): MetaLeaderChanged | undefined {
		const known = this.#leaders.get(domain);
		const home =
			(leader === undefined ? undefined : this.#roster.get(leader)?.identity.cluster) ??
			cluster ??
			known?.cluster;
		if (known?.leader === leader || home === undefined) {
			return undefined;
		}

		const changed = {type: 'meta-leader-changed', at, cluster: home, domain, leader} as const;
		this.#leaders.set(domain, changed);
		return changed;
	}

	#reportedBy(leader: string, members: readonly Member[]): MetaGroup | undefined {
		const meta = members.find(({name}) => name === leader)?.meta;
		if (meta?.leader !== leader) {
			return undefined;
		}

		const others = meta.peers.filter(({name}) => name !== leader);
		return {
			leader,
			replicas: Math.max(meta.size, others.length + 1),
			followers: others.map(({name, node = '', current, lag, offline}) => {
				const server = name ?? this.#roster.nameOfNode(node) ?? node;
				// A leader of 2.9 or 2.10 takes a peer that has just restarted for current: that one knows better.
				const follows = this.#roster.get(server)?.missesMetaLeader() !== true;
				return {server, current: current && follows, lag, online: !offline};
			}),
		};
	}
}

/** Whom most name as the leader; its own word outweighs those that have not heard of it yet. */
function mostNamed(members: readonly Member[], absent: ReadonlySet<string>): string | undefined {
	const votes = new Map<string, number>();
	for (const {name, meta} of members) {
		const {leader} = meta;
		if (leader !== undefined && !absent.has(leader)) {
			const weight = leader === name ? members.length : 1;
			votes.set(leader, (votes.get(leader) ?? 0) + weight);
		}
	}

	const [first] = [...votes].sort(([, a], [, b]) => b - a);
	return first?.[0];
}

function rescuesOf(members: readonly Member[]): readonly QuorumRescue[] | undefined {
	const rescues = members.flatMap(({name, meta: {rescuedQuorum}}) =>
		rescuedQuorum === undefined ? [] : [{server: name, quorum: rescuedQuorum}],
	);
	return rescues.length === 0 ? undefined : rescues;
}

function leaderless(members: readonly Member[]): MetaGroup {
	return {
		leader: undefined,
		replicas: Math.max(...members.map(({meta}) => meta.size)),
		followers: members.map(({name}) => ({server: name, current: false, lag: 0, online: true})),
	};
}
