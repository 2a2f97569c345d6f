import type {GroupKey} from '../domain/raft-group.ts';

/**
 * Which servers speak of a group as one that nobody leads. No leader's inventory names such a group,
 * so it stays known for as long as one of its hosts is taken to know it.
 */
export class Witnesses {
	readonly #lastWord = new Map<GroupKey, Map<string, number>>();

	/** Notes that `server` spoke of the group; a look of it asked later than `at` has to do so again. */
	add(group: GroupKey, server: string, at: number): void {
		const words = this.#lastWord.get(group);
		if (words) {
			words.set(server, Math.max(at, words.get(server) ?? at));
		} else {
			this.#lastWord.set(group, new Map([[server, at]]));
		}
	}

	/** Whether any server spoke of the group in answer to a question at `since` or later. */
	hasSince(group: GroupKey, since: number): boolean {
		return [...(this.#lastWord.get(group)?.values() ?? [])].some(at => at >= since);
	}

	/** The servers that speak of the group, and when they last did. */
	of(group: GroupKey): readonly {readonly server: string; readonly at: number}[] {
		return Array.from(this.#lastWord.get(group) ?? [], ([server, at]) => ({server, at}));
	}

	/** The group has a leader who says so, or is gone. */
	delete(group: GroupKey): void {
		this.#lastWord.delete(group);
	}

	/** Takes out the server's words from before `askedAt`, and returns the groups that have no witness left. */
	expire(server: string, askedAt: number): GroupKey[] {
		const orphans: GroupKey[] = [];
		for (const [group, words] of this.#lastWord) {
			const at = words.get(server);
			if (at !== undefined && at < askedAt) {
				words.delete(server);
				if (words.size === 0) {
					this.#lastWord.delete(group);
					orphans.push(group);
				}
			}
		}

		return orphans;
	}

	get size(): number {
		return this.#lastWord.size;
	}
}
