import {cleanText} from '../../domain/clean-text.ts';
import type {Toned} from '../theme.ts';
import {cellWidth} from './cell-width.ts';
import {clipEnd} from './clip.ts';

/** Cells of texts that stand one after the other. */
export function widthOf(texts: readonly Toned[]): number {
	return texts.reduce((sum, {text}) => sum + cellWidth(text), 0);
}

/** Texts that stand one after the other, cut to the width. */
export function clipToned(
	texts: readonly Toned[],
	width: number,
	ellipsis: string,
): readonly Toned[] {
	const shown: Toned[] = [];
	let free = width;
	for (const {text, tone} of texts) {
		const clean = cleanText(text);
		const fitting = clipEnd(clean, free, ellipsis);
		shown.push({text: fitting, tone});
		free -= cellWidth(fitting);
		if (fitting !== clean) {
			break;
		}
	}

	return shown;
}
