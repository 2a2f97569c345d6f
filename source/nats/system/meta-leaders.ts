import type {MetaLeaderChanged} from '../../domain/cluster-event.ts';
import type {MetaLeaderAdvisory} from '../decode/advisory.ts';
import type {ServerRoster} from './server-roster.ts';

/** Who leads the meta group of each JetStream domain. */
export class MetaLeaders {
	readonly #roster: ServerRoster;
	readonly #known = new Map<string | undefined, MetaLeaderChanged>();

	constructor(roster: ServerRoster) {
		this.#roster = roster;
	}

	of(domain: string | undefined): string | undefined {
		return this.#known.get(domain)?.leader;
	}

	/** Takes in an advisory; returns what it changes. */
	elected({node, cluster, domain}: MetaLeaderAdvisory, at: number): MetaLeaderChanged | undefined {
		const leader = node === undefined ? undefined : this.#roster.nameOfNode(node);
		// A node that cannot be named yet is named by the next round.
		return node !== undefined && leader === undefined
			? undefined
			: this.#change(domain, leader, cluster, at);
	}

	/** Takes in what the servers said in a round; returns what it changes. */
	surveyed(absent: ReadonlySet<string>, at: number): readonly MetaLeaderChanged[] {
		const votes = new Map<string | undefined, Map<string, number>>();
		for (const {identity, summary} of this.#roster.values()) {
			const meta = summary?.meta;
			if (meta && !absent.has(identity.name)) {
				const domain = votes.get(identity.domain) ?? new Map<string, number>();
				votes.set(identity.domain, domain);
				if (meta.leader !== undefined && !absent.has(meta.leader)) {
					// A leader's own word outweighs those that have not heard of it yet.
					const weight = meta.leader === identity.name ? 1_000_000 : 1;
					domain.set(meta.leader, (domain.get(meta.leader) ?? 0) + weight);
				}
			}
		}

		return [...votes].flatMap(([domain, candidates]) => {
			const [first] = [...candidates].sort(([, a], [, b]) => b - a);
			const changed = this.#change(domain, first?.[0], undefined, at);
			return changed ? [changed] : [];
		});
	}

	#change(
		domain: string | undefined,
		leader: string | undefined,
		cluster: string | undefined,
		at: number,
	): MetaLeaderChanged | undefined {
		const known = this.#known.get(domain);
		if (known?.leader === leader) {
			return undefined;
		}

		const home =
			(leader === undefined ? undefined : this.#roster.get(leader)?.identity.cluster) ??
			cluster ??
			known?.cluster;
		if (home === undefined) {
			return undefined;
		}

		const changed: MetaLeaderChanged = {
			type: 'meta-leader-changed',
			at,
			cluster: home,
			domain,
			leader,
		};
		this.#known.set(domain, changed);
		return changed;
	}
}
