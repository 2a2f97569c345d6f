import type {RestlessRecord} from '../domain/snapshot.ts';
import {groupKey, groupPlace, type GroupKey, type RaftGroup} from '../domain/raft-group.ts';
import {LatestEntries} from './bounded.ts';
import type {ElectionSummary} from './cluster-view.ts';

/** A group flaps that elected this often within the window. */
export const flapElections = 3;
export const flapWindowMs = 10 * 60_000;

/** Groups that are remembered, and elections of each. */
const rememberedGroups = 20_000;
const rememberedElections = 20;

const flappingShown = 50;

/** When groups elected lately. */
export class RecentElections {
	/** Oldest first. The group that elected last stands last. */
	readonly #times = new LatestEntries<GroupKey, readonly number[]>(rememberedGroups);

	/** Before this there is nothing to forget, epoch in ms. */
	#forgetAt = 0;

	add(group: GroupKey, at: number): void {
		const before = this.#times.get(group) ?? [];
		const recent = before.filter(time => time > at - flapWindowMs);
		this.#times.set(group, [...recent.slice(1 - rememberedElections), at]);
		// In a recording time may go back.
		if (at >= this.#forgetAt || at < this.#forgetAt - flapWindowMs) {
			this.#forgetUntil(at - flapWindowMs);
		}
	}

	#forgetUntil(until: number): void {
		for (const [oldest, times] of this.#times) {
			const last = times.at(-1) ?? 0;
			if (last > until) {
				this.#forgetAt = last + flapWindowMs;
				return;
			}

			this.#times.delete(oldest);
		}
	}

	/** Epoch in ms; undefined when it elected long ago, or never. */
	last(group: GroupKey): number | undefined {
		return this.#times.get(group)?.at(-1);
	}

	forget(group: GroupKey): void {
		this.#times.delete(group);
	}

	/** Those of the groups that flap now, the one with the most elections first. */
	flapping(groups: ReadonlyMap<GroupKey, RaftGroup>, now: number): ElectionSummary['flapping'] {
		const flapping: ElectionSummary['flapping'][number][] = [];
		for (const [key, times] of this.#times) {
			if (times.length < flapElections) {
				continue;
			}

			const recent = times.filter(time => time > now - flapWindowMs);
			const group = groups.get(key);
			if (group && recent.length >= flapElections) {
				flapping.push({group, elections: recent.length, at: recent.at(-1) ?? now});
			}
		}

		return flapping
			.sort((a, b) => b.elections - a.elections || b.at - a.at)
			.slice(0, flappingShown);
	}

	records(): RestlessRecord[] {
		return Array.from(this.#times, ([key, times]) => ({
			type: 'restless',
			group: groupPlace(key),
			times,
			flaps: times.length >= flapElections,
		}));
	}

	restore({group, times}: RestlessRecord): void {
		this.#forgetAt = 0;
		this.#times.set(groupKey(group), times);
	}

	get size(): number {
		return this.#times.size;
	}
}
