import type {GroupKey} from '../domain/raft-group.ts';

/**
 * Which servers report a group as one without a leader. No leader's inventory names such a group, so it stays known for
 * as long as one of its hosts is taken to know it.
 */
export class LeaderlessReports {
	/** By group and server: when the last report of it was asked for, epoch in ms. */
	readonly #reports = new Map<GroupKey, Map<string, number>>();

	/** An inventory of the server asked for later than `at` has to name the group again. */
	add(group: GroupKey, server: string, at: number): void {
		const reports = this.#reports.get(group);
		if (reports) {
			reports.set(server, Math.max(at, reports.get(server) ?? at));
		} else {
			this.#reports.set(group, new Map([[server, at]]));
		}
	}

	/** Whether any server reported the group in answer to a question at `since` or later. */
	hasSince(group: GroupKey, since: number): boolean {
		return this.of(group).some(({at}) => at >= since);
	}

	of(group: GroupKey): readonly {readonly server: string; readonly at: number}[] {
		return Array.from(this.#reports.get(group) ?? [], ([server, at]) => ({server, at}));
	}

	/** The group has a leader that reports it, or is gone. */
	delete(group: GroupKey): void {
		this.#reports.delete(group);
	}

	/** Removes the server's reports from before `askedAt`. Returns the groups that no server reports any more. */
	expire(server: string, askedAt: number): GroupKey[] {
		const orphans: GroupKey[] = [];
		for (const [group, reports] of this.#reports) {
			const at = reports.get(server);
			if (at !== undefined && at < askedAt) {
				reports.delete(server);
				if (reports.size === 0) {
					this.#reports.delete(group);
					orphans.push(group);
				}
			}
		}

		return orphans;
	}

	get size(): number {
		return this.#reports.size;
	}
}
