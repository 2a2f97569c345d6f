import {FitParts, type Part} from './fit-parts.tsx';

/** Keys and what they do here: `y Enter run it`. */
export type KeyHint = {
	readonly keys: string;
	readonly label: string;
	/** Where there is no room for all, the lowest stay. */
	readonly rank: number;
	readonly locked?: true;
};

export type KeyHintsProps = {
	readonly hints: readonly KeyHint[];
	readonly width: number;
	/** What stands before them. */
	readonly before?: readonly Part[];
	/** What stands behind them. */
	readonly behind?: readonly Part[];
};

/** Keys and what they do, as many as fit. */
export function KeyHints({hints, width, before = [], behind = []}: KeyHintsProps) {
	return <FitParts parts={[...before, ...hints.map(hintPart), ...behind]} width={width} />;
}

export function hintPart({keys, label, rank, locked}: KeyHint): Part {
	const tone = locked ? 'locked' : 'text';
	return [
		{
			rank,
			text: [
				{text: keys, tone: locked ? tone : 'key'},
				{text: ` ${label}`, tone},
			],
		},
	];
}
