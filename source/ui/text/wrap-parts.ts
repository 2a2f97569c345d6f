import {lineWidth, type Line} from './line.ts';

/** Parts one after the other, on as many lines of at most `width` cells as they take; a part that is wider has its own. */
export function wrapParts(parts: readonly Line[], width: number): Line[] {
	const lines: Line[] = [];
	for (const part of parts) {
		const last = lines.at(-1);
		if (last && lineWidth(last) + lineWidth(part) <= width) {
			lines[lines.length - 1] = [...last, ...part];
		} else {
			lines.push(part);
		}
	}

	return lines;
}
