import type {Table} from '../orders.ts';
import type {Scene} from '../rows/scene.ts';
import type {ScreenState, Selection} from '../screen-state.ts';
import {tableRows, withSelection} from './select.ts';

/**
 * The selection of a table after rows have moved: it follows its row, and when that is gone it goes to the neighbour,
 * which is whatever stands where it stood.
 */
export function reconcileSelection(
	state: ScreenState,
	scene: Scene,
	table: Table,
	selection: Selection = state.selected[table],
): ScreenState {
	const {count, height, idAt, indexOf} = tableRows(table, scene);
	const found = selection.id === undefined ? -1 : indexOf(selection.id);
	const index = found >= 0 ? found : Math.max(0, Math.min(selection.index, count - 1));
	const id = found >= 0 ? selection.id : idAt(index);
	const top = keepInView(selection.top, index, height, count);
	const before = state.selected[table];
	return id === before.id && index === before.index && top === before.top
		? state
		: withSelection(state, table, {id, index, top});
}

/** The first row in view, moved no further than needed to show row `index`, without a gap at the end. */
export function keepInView(top: number, index: number, height: number, count: number): number {
	if (height <= 0) {
		return top;
	}

	const shown = Math.min(Math.max(top, index - height + 1), index);
	return Math.max(0, Math.min(shown, count - height));
}
