import {lineWidth, span, type Line} from './line.ts';

/** Something that a line may say at length, in short, or not at all. */
export type Part = {
	/** 1 stays longest. */
	readonly rank: number;
	/** The longest first. */
	readonly forms: readonly Line[];
};

/**
 * As many parts as fit into `width`, in the order given, `gap` cells apart: all of them in their shortest form if
 * possible, then as much longer as there is room.
 */
export function fitParts(parts: readonly Part[], width: number, gap: number): Line {
	const byRank = parts.toSorted((a, b) => a.rank - b.rank);
	const chosen = new Map<Part, Line>();
	let free = width;
	for (const part of byRank) {
		const shortest = part.forms.at(-1) ?? [];
		const needed = lineWidth(shortest) + (chosen.size > 0 ? gap : 0);
		if (needed <= free && shortest.length > 0) {
			chosen.set(part, shortest);
			free -= needed;
		}
	}

	for (const part of byRank) {
		const now = chosen.get(part);
		const longer =
			now && part.forms.find(form => lineWidth(form) - lineWidth(now) <= free && form !== now);
		if (now && longer && lineWidth(longer) > lineWidth(now)) {
			free -= lineWidth(longer) - lineWidth(now);
			chosen.set(part, longer);
		}
	}

	return joinParts(
		parts.map(part => chosen.get(part)).filter(line => line !== undefined),
		gap,
	);
}

function joinParts(lines: readonly Line[], gap: number): Line {
	return lines.flatMap((line, index) => (index > 0 ? [span(' '.repeat(gap)), ...line] : line));
}
