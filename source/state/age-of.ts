import type {ClusterView} from './cluster-view.ts';

/**
 * How old an answer is by the clock of the view that it is about, in ms. In a recording time can go back: what is of a later
 * moment than the view is worth nothing then, as if it were infinitely old.
 * @param at `now` of the view when the answer was found, epoch in ms
 */
export function ageOf(at: number, {now}: Pick<ClusterView, 'now'>): number {
	return now < at ? Infinity : now - at;
}
