import {isPinned} from '../domain/group-health.ts';
import {isHealthy, type RaftGroup} from '../domain/raft-group.ts';

/** What the replicas of one server lack. */
export type Lag = {
	/** Groups in which its replica is behind or not heard. */
	readonly groups: number;
	/** Log entries that it is behind in them, as far as told. */
	readonly entries: number;
};

const noLag: Lag = {groups: 0, entries: 0};

/** What the replicas of each server lack, kept as it changes. Servers that lack nothing are left out. */
export class ReplicaLag {
	readonly #lags = new Map<string, {groups: number; entries: number}>();

	of(server: string): Lag {
		return this.#lags.get(server) ?? noLag;
	}

	get size(): number {
		return this.#lags.size;
	}

	add(group: RaftGroup): void {
		this.#count(group, 1);
	}

	delete(group: RaftGroup): void {
		this.#count(group, -1);
	}

	#count(group: RaftGroup, change: 1 | -1): void {
		if (isPinned(group) || group.leader === undefined) {
			return;
		}

		for (const follower of group.followers) {
			if (!isHealthy(follower, group)) {
				const {server, lag} = follower;
				const known = this.#lags.get(server) ?? {groups: 0, entries: 0};
				known.groups += change;
				known.entries += change * lag;
				if (known.groups === 0) {
					this.#lags.delete(server);
				} else {
					this.#lags.set(server, known);
				}
			}
		}
	}
}
