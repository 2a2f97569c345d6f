import {groupKey, type GroupIdentity, type GroupKey} from '../../domain/raft-group.ts';
import {steadyNow} from '../../time/clock.ts';

/** How long no reason must have come, in ms; elections of one cause follow each other within a second or two. */
const quietMs = 1500;

/** How long a group of which nothing is known waits for others that are created along with it, in ms. */
const companyMs = 250;

/** The longest that any group waits, in ms. */
const longestMs = 5000;

/** Groups about which something is to be learnt, kept until they have calmed down. */
export class StirredGroups {
	readonly #groups = new Map<GroupKey, GroupIdentity>();
	readonly #onCalm: (groups: readonly GroupIdentity[]) => void;
	#timer: NodeJS.Timeout | undefined;
	#dueAt = Number.POSITIVE_INFINITY;
	#since = 0;

	constructor(onCalm: (groups: readonly GroupIdentity[]) => void) {
		this.#onCalm = onCalm;
	}

	/** @param news nothing is known of the group yet: it is asked for soon */
	readonly add = (group: GroupIdentity, news: boolean): void => {
		const now = steadyNow();
		if (this.#groups.size === 0) {
			this.#since = now;
			this.#dueAt = Number.POSITIVE_INFINITY;
		}

		this.#groups.set(groupKey(group), group);
		const calmAt = Math.min(now + quietMs, this.#since + longestMs);
		const wasSoon = this.#dueAt <= now + companyMs;
		this.#dueAt = news || wasSoon ? Math.min(this.#dueAt, now + companyMs) : calmAt;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => {
			this.#flush();
		}, this.#dueAt - now);
	};

	forget(): void {
		clearTimeout(this.#timer);
		this.#groups.clear();
	}

	#flush(): void {
		const groups = [...this.#groups.values()];
		this.#groups.clear();
		this.#onCalm(groups);
	}
}
