import {widthOf} from '../text/toned.ts';
import type {Toned} from '../theme.ts';
import {Spans} from './span.tsx';

/** Something that a line may say at length, in short, or not at all. */
export type Part = readonly Form[];

/** One way to say it. A longer form has the higher rank: it comes when everything of lower rank has found room. */
export type Form = {readonly rank: number; readonly text: readonly Toned[]};

export type FitPartsProps = {
	readonly parts: readonly Part[];
	readonly width: number;
	/** Blanks between two parts. */
	readonly gap?: number;
};

/** As much as fits into the width, by rank; shown in the order of the parts. */
export function FitParts({parts, width, gap = 2}: FitPartsProps) {
	return <Spans of={fitParts(parts, width, gap)} />;
}

/** @param between what stands between two parts, `gap` cells; blanks unless given */
export function fitParts(
	parts: readonly Part[],
	width: number,
	gap: number,
	between: Toned = blank(gap),
): readonly Toned[] {
	const forms = parts
		.flatMap((part, index) => part.map(form => ({...form, index, width: widthOf(form.text)})))
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
		.flatMap(({text}, place) => (place > 0 ? [between, ...text] : text));
}

function blank(width: number): Toned {
	return {text: ' '.repeat(width), tone: 'text'};
}
