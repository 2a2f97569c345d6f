import type {RestlessMemory} from '../domain/memory.ts';
import {groupKey, groupPlace, type GroupKey, type RaftGroup} from '../domain/raft-group.ts';
import type {ElectionSummary} from './cluster-view.ts';
import {LatestEntries} from './latest-entries.ts';

/** A group flaps that elected this often within the window. */
export const flapElections = 3;
export const flapWindowMs = 10 * 60_000;

/** Groups that are remembered, and elections of each. */
const rememberedGroups = 20_000;
const rememberedElections = 20;

const flappingTold = 50;

/** When groups elected lately. */
export class RestlessGroups {
	/** The one that elected last stands last. */
	readonly #times = new LatestEntries<GroupKey, readonly number[]>(rememberedGroups);

	/** Those of them that flapped when they elected last: few, where most groups elect once. */
	readonly #flapping = new LatestEntries<GroupKey, readonly number[]>(rememberedGroups);

	/** Before this there is nothing to forget, epoch in ms. */
	#forgetAt = 0;

	elected(group: GroupKey, at: number): void {
		const before = this.#times.get(group);
		if (before) {
			this.#electedAgain(group, before, at);
		} else {
			this.#times.set(group, [at]);
			this.#flapping.delete(group);
		}

		// In a recording time may go back.
		if (at >= this.#forgetAt || at < this.#forgetAt - flapWindowMs) {
			this.#forgetUntil(at - flapWindowMs);
		}
	}

	#electedAgain(group: GroupKey, before: readonly number[], at: number): void {
		const recent = before.filter(time => time > at - flapWindowMs);
		const times = [...recent.slice(1 - rememberedElections), at];
		this.#times.set(group, times);
		if (times.length >= flapElections) {
			this.#flapping.set(group, times);
		} else {
			this.#flapping.delete(group);
		}
	}

	#forgetUntil(until: number): void {
		for (const [oldest, known] of this.#times) {
			const last = known.at(-1) ?? 0;
			if (last > until) {
				this.#forgetAt = last + flapWindowMs;
				return;
			}

			this.forget(oldest);
		}
	}

	/** Epoch in ms; undefined when it elected long ago, or never. */
	lastElection(group: GroupKey): number | undefined {
		return this.#times.get(group)?.at(-1);
	}

	forget(group: GroupKey): void {
		this.#times.delete(group);
		this.#flapping.delete(group);
	}

	/** The groups that elected often enough since then, and when. */
	*flappingSince(since: number): Iterable<{group: GroupKey; times: readonly number[]}> {
		for (const [group, all] of this.#flapping) {
			const times = all.filter(time => time > since);
			if (times.length >= flapElections) {
				yield {group, times};
			}
		}
	}

	memories(): RestlessMemory[] {
		return Array.from(this.#times, ([key, times]) => ({
			type: 'restless',
			group: groupPlace(key),
			times,
			flaps: this.#flapping.get(key) !== undefined,
		}));
	}

	recall({group, times, flaps}: RestlessMemory): void {
		const key = groupKey(group);
		this.#forgetAt = 0;
		this.#times.set(key, times);
		if (flaps) {
			this.#flapping.set(key, times);
		}
	}

	get size(): number {
		return this.#times.size + this.#flapping.size;
	}
}

/** The groups that flap, the most restless first. */
export function flappingGroups(
	restless: RestlessGroups,
	groups: ReadonlyMap<GroupKey, RaftGroup>,
	since: number,
): ElectionSummary['flapping'] {
	return [...restless.flappingSince(since)]
		.flatMap(({group: key, times}) => {
			const group = groups.get(key);
			return group ? [{group, elections: times.length, at: times.at(-1) ?? since}] : [];
		})
		.sort((a, b) => b.elections - a.elections || b.at - a.at)
		.slice(0, flappingTold);
}
