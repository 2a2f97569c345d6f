import {renderToString} from 'ink';
import {createElement} from 'react';
import type {ClusterView} from '../../source/state/cluster-view.ts';
import type {Intent} from '../../source/ui/intent.ts';
import {Lines} from '../../source/ui/components/look.tsx';
import {createScreen, type Screen, type ScreenOptions} from '../../source/ui/app/screen.ts';
import type {Line} from '../../source/ui/text/line.ts';
import type {World} from '../../source/ui/world.ts';
import {Frame} from '../../source/ui/views/frame.tsx';
import {start} from '../support/build.ts';
import {aWorld} from './a-world.ts';

/** A screen without a terminal: what it shows as text, and what it wants from the world. */
export type StagedScreen = {
	readonly screen: Screen;
	readonly intents: Intent[];
	/** Presses keys by their names, one after the other; characters type themselves. */
	readonly press: (...names: readonly string[]) => void;
	readonly lines: (columns?: number, rows?: number) => readonly string[];
	readonly text: (columns?: number, rows?: number) => string;
	/** Shows another view, as if the cluster had changed. */
	readonly show: (view: ClusterView) => void;
	readonly setWork: (work: World['work']) => void;
	/** Lets time pass. */
	readonly wait: (ms: number) => void;
};

/** The rows of the newest picture as text. */
export function frameLines(screen: Screen, columns: number, rows: number): readonly string[] {
	const {features} = screen;
	const picture = screen.picture({columns, rows});
	return renderToString(createElement(Frame, {picture, features}), {columns}).split('\n');
}

/** Lines of text, as an operator sees them. */
export function linesText(lines: readonly Line[], columns: number): readonly string[] {
	return renderToString(createElement(Lines, {lines, width: columns}), {columns}).split('\n');
}

export type StageOptions = Partial<Omit<World, 'glyphs' | 'view' | 'work'>> &
	Partial<Pick<ScreenOptions, 'subscribe' | 'features' | 'onIntent'>>;

export function stageScreen(view: ClusterView, options: StageOptions = {}): StagedScreen {
	const intents: Intent[] = [];
	const listeners = new Set<() => void>();
	let now = start;
	let work: World['work'];
	let shown = view;
	const screen = createScreen({
		world: () => ({...aWorld(shown, now), work, ...options}),
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		onIntent: intent => intents.push(intent),
		features: {colorLevel: 0, unicode: true},
		intervalMs: 1000,
		...options,
	});
	const lines = (columns = 80, rows = 24) => {
		// Another size in between has it drawn anew.
		screen.picture({columns: columns + 1, rows});
		return frameLines(screen, columns, rows);
	};

	screen.picture({columns: 80, rows: 24});
	return {
		screen,
		intents,
		press(...names) {
			for (const name of names) {
				const text = name === 'space' ? ' ' : Array.from(name).length === 1 ? name : '';
				screen.onKey({name, text});
			}
		},
		lines,
		text: (columns, rows) => lines(columns, rows).join('\n'),
		show(next) {
			shown = next;
		},
		setWork(next) {
			work = next;
		},
		wait(ms) {
			now += ms;
		},
	};
}
