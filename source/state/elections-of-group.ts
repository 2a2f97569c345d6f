import type {GroupKey} from '../domain/raft-group.ts';
import type {ClusterView, Election} from './cluster-view.ts';

/** `electionCount` counts at least those that are held. */
type Elections = Pick<ClusterView, 'elections' | 'electionCount'>;

/** Of the elections that a view holds those of one group, newest last. Each picture asks for the same one: only elections that came since are looked at. */
export function electionsOfGroup(view: Elections, key: GroupKey): readonly Election[] {
	const {elections, electionCount} = view;
	const before = lastAnswers.get(elections);
	const known = before?.key === key ? before : nothing;
	// How many there were before the oldest that is held.
	const dropped = electionCount - elections.length;
	const numbers = known.numbers.filter(number => number >= dropped);
	for (let number = Math.max(known.count, dropped); number < electionCount; number++) {
		if (elections[number - dropped]?.group.key === key) {
			numbers.push(number);
		}
	}

	lastAnswers.set(elections, {key, count: electionCount, numbers});
	// The cause of one may have become known after it: it is another object then.
	return numbers.flatMap(number => elections[number - dropped] ?? []);
}

type Answer = {
	readonly key: GroupKey;
	/** Elections by then. */
	readonly count: number;
	/** Which of them were the group's, counted from 0 since the start. */
	readonly numbers: readonly number[];
};

const nothing: Pick<Answer, 'count' | 'numbers'> = {count: 0, numbers: []};

/** The last answer for each record of elections. */
const lastAnswers = new WeakMap<readonly Election[], Answer>();
