import type {Scene} from '../scene/scene.ts';
import type {BarScale} from './bar.ts';

/** What the columns of the table need to know besides their row. */
export type TableScene = Pick<Scene, 'servers' | 'distribution' | 'load' | 'rules' | 'glyphs'> & {
	readonly now: number;
	readonly selectedServer: string | undefined;
	/** Which rows are in view, as `1-7/100`; empty where all are. */
	readonly range: string;
	readonly cursor: string;
	/** Leaders that fill a cell of a trend. */
	readonly most: number;
	readonly scaleOf: (width: number) => BarScale;
};
