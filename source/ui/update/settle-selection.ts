import type {Selection} from '../screen-state.ts';

/**
 * The selection after rows have moved: it follows its row, and when that is gone it goes to the neighbour,
 * which is whatever stands where it stood.
 * @param found where its row is now; -1 if it is gone
 */
export function settleSelection<Id>(
	selection: Selection<Id>,
	found: number,
	{count, idAt}: {readonly count: number; readonly idAt: (index: number) => Id | undefined},
	height: number,
): Selection<Id> {
	const index = found >= 0 ? found : Math.max(0, Math.min(selection.index, count - 1));
	const id = idAt(index);
	const top = keepInView(selection.top, index, height, count);
	return id === selection.id && index === selection.index && top === selection.top
		? selection
		: {id, index, top};
}

/** The first row in view, moved no further than needed to show row `index`, without a gap at the end. */
export function keepInView(top: number, index: number, height: number, count: number): number {
	if (height <= 0) {
		return top;
	}

	const shown = Math.min(Math.max(top, index - height + 1), index);
	return Math.max(0, Math.min(shown, count - height));
}
