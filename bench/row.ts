/** One measured figure, against something measured in the same run. */
export type Row = {
	readonly name: string;
	readonly value: number;
	readonly unit: string;
	/** What it is held against: the simple way, a peer or the state before. */
	readonly against?: {
		readonly name: string;
		readonly value: number;
		/** Where both were measured in turns: the median of their ratios, one a turn. A machine changes between turns. */
		readonly ratio?: number;
	};
	/** What the figure or the ratio shall not exceed, in words. Nothing checks it: machines differ. */
	readonly budget?: string;
	/** Digits behind the point; 1 unless given. */
	readonly decimals?: number;
	/** Runs behind a median, spread, sizes: whatever a reader needs to believe it. */
	readonly note?: string;
};

export type Section = {
	readonly title: string;
	/** What an empty Node took before and after each part of it, in ms: how fast the machine was then. */
	readonly emptyNodeMs: readonly number[];
	readonly rows: readonly Row[];
};
