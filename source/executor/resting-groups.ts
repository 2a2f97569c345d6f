import type {GroupKey} from '../domain/raft-group.ts';

/** Which groups a run leaves alone, and how often it has tried each. */
export type RestingGroups = {
	/** A group's move was taken up. */
	readonly noteTry: (group: GroupKey) => void;
	/** A group's move failed at that time. */
	readonly noteFailure: (group: GroupKey, now: number) => void;
	readonly tries: ReadonlyMap<GroupKey, number>;
	/** Groups not to be moved at that time. */
	readonly restingAt: (now: number) => ReadonlySet<GroupKey>;
	/** Groups that have used up their tries. */
	readonly exhausted: () => ReadonlySet<GroupKey>;
	/** When the next group has rested enough, epoch in ms; undefined when none will. */
	readonly nextReturn: (now: number) => number | undefined;
};

/**
 * Remembers failures and tries of groups over one run.
 * @param earlier tries before it, which count as its own
 */
export function restingGroups(
	restMs: number,
	triesPerGroup: number,
	earlier: ReadonlyMap<GroupKey, number> = new Map(),
): RestingGroups {
	const tries = new Map(earlier);
	const failedAt = new Map<GroupKey, number>();
	const isExhausted = (group: GroupKey) => (tries.get(group) ?? 0) >= triesPerGroup;

	function* returning(now: number): Generator<{group: GroupKey; at: number}> {
		for (const [group, failure] of failedAt) {
			if (!isExhausted(group) && failure + restMs > now) {
				yield {group, at: failure + restMs};
			}
		}
	}

	function exhausted(): Set<GroupKey> {
		return new Set([...tries.keys()].filter(isExhausted));
	}

	return {
		noteTry(group) {
			tries.set(group, (tries.get(group) ?? 0) + 1);
		},
		noteFailure(group, now) {
			failedAt.set(group, now);
		},
		tries,
		exhausted,
		restingAt(now) {
			const resting = exhausted();
			for (const {group} of returning(now)) {
				resting.add(group);
			}

			return resting;
		},
		nextReturn(now) {
			let next: number | undefined;
			for (const {at} of returning(now)) {
				next = Math.min(next ?? at, at);
			}

			return next;
		},
	};
}
