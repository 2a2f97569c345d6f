import type {ReactNode} from 'react';
import type {Scene} from '../rows/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import {detailRows} from './details.tsx';
import {electionRows} from './election-history.tsx';
import {helpHeight, helpRows} from './help.tsx';
import {planRows} from './plan-dialog.tsx';
import {questionRows} from './question-dialog.tsx';

/** A text that is read by scrolling. */
export type ScrolledRows = {
	/** One element for each row of the terminal. */
	readonly rows: readonly ReactNode[];
	/** Rows in view. */
	readonly height: number;
};

/** What stands in front of the lists, as far as it is read by scrolling. */
export function dialogRowsOf(state: ScreenState, scene: Scene): ScrolledRows {
	const {dialog} = state;
	const {layout} = scene;
	switch (dialog.type) {
		case 'help':
			return {rows: helpRows(scene), height: helpHeight(scene)};
		case 'details':
			return {rows: detailRows(state, scene), height: layout.dialogRows};
		case 'elections':
			return {rows: electionRows(scene), height: layout.dialogRows};
		case 'question':
			return {rows: questionRows(dialog, scene), height: layout.dialogRows};
		case 'plan':
			return {rows: planRows(dialog, scene), height: layout.dialogRows};
		default:
			return {rows: [], height: 0};
	}
}
