import {lineWidth, span, type Line} from './line.ts';

/** Something that a line may say at length, in short, or not at all. */
export type Part = readonly Form[];

/** One way to say it. A longer form has the higher rank: it comes when everything of lower rank has found room. */
export type Form = {readonly rank: number; readonly line: Line};

/** As much as fits into `width`, by rank; shown in the order of the parts, `gap` cells apart. */
export function fitParts(parts: readonly Part[], width: number, gap: number): Line {
	const forms = parts
		.flatMap((part, index) => part.map(form => ({...form, index, width: lineWidth(form.line)})))
		.filter(form => form.width > 0)
		.toSorted((a, b) => a.rank - b.rank);
	const chosen = new Map<number, (typeof forms)[number]>();
	let free = width + gap;
	for (const form of forms) {
		const instead = chosen.get(form.index);
		const needed = instead ? form.width - instead.width : form.width + gap;
		if (needed <= free) {
			chosen.set(form.index, form);
			free -= needed;
		}
	}

	return [...chosen.values()]
		.toSorted((a, b) => a.index - b.index)
		.flatMap(({line}, place) => (place > 0 ? [span(' '.repeat(gap)), ...line] : line));
}
