/** One line of a benchmark's table. */
export type Row = {
	readonly name: string;
	readonly value: number;
	readonly unit: string;
	/** The same, done the other way. */
	readonly against: number;
	/** value / against. */
	readonly ratio: number;
};

export function rowOf(name: string, unit: string, value: number, against: number): Row {
	return {name, value, unit, against, ratio: against === 0 ? 1 : value / against};
}
