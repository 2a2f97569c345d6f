import type {ClusterView} from './cluster-view.ts';

/** Going through more groups than this ten times a second would be felt: what is derived from them may be a second old. */
const many = 5000;
const oldMs = 1000;

type Answer<Value> = {
	readonly args: readonly unknown[];
	readonly revision: number;
	/** The view's time then, epoch in ms. */
	readonly at: number;
	readonly value: Value;
};

/**
 * What is computed from a view, kept for the arguments that were asked last: each picture asks the same.
 * @param revisionOf while it is the same, so is the answer
 */
export function derived<Args extends readonly unknown[], Value>(
	compute: (view: ClusterView, ...args: Args) => Value,
	revisionOf: (view: ClusterView, ...args: Args) => number,
): (view: ClusterView, ...args: Args) => Value {
	const answers = new WeakMap<ClusterView, Answer<Value>>();
	return (view, ...args) => {
		const revision = revisionOf(view, ...args);
		const last = answers.get(view);
		const isSameQuestion = last?.args.every((arg, index) => arg === args[index]);
		if (last && isSameQuestion && (last.revision === revision || isYoung(last.at, view))) {
			return last.value;
		}

		const value = compute(view, ...args);
		answers.set(view, {args, revision, at: view.now, value});
		return value;
	};
}

/** In a recording time can go back: an answer from later is worth nothing then. */
function isYoung(at: number, {groups, now}: ClusterView): boolean {
	return groups.size > many && now >= at && now - at < oldMs;
}
