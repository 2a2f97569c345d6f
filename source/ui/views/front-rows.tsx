import type {ReactNode} from 'react';
import type {Scene} from '../scene/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import {detailRows} from './details.tsx';
import {electionRows} from './election-history.tsx';
import {helpHeight, helpRows} from './help.tsx';
import {planRows} from './plan-dialog.tsx';
import {questionRows} from './question-dialog.tsx';

/** A text that is read by scrolling. */
export type FrontRows = {
	/** One element for each row of the terminal. */
	readonly rows: readonly ReactNode[];
	/** Rows in view. */
	readonly height: number;
};

/** What stands in front of the lists, as far as it is read by scrolling. */
export function frontRows(state: ScreenState, scene: Scene): FrontRows {
	const {front} = state;
	const {layout} = scene;
	switch (front.type) {
		case 'help':
			return {rows: helpRows(scene), height: helpHeight(scene)};
		case 'details':
			return {rows: detailRows(state, scene), height: layout.dialog};
		case 'elections':
			return {rows: electionRows(scene), height: layout.dialog};
		case 'question':
			return {rows: questionRows(front, scene), height: layout.dialog};
		case 'plan':
			return {rows: planRows(front, scene), height: layout.dialog};
		default:
			return {rows: [], height: 0};
	}
}
