import stringWidth from 'string-width';

/** How many cells of the terminal a text takes. Our own glyphs and ASCII, nearly all of a screen, are counted without segmenting. */
export function cellWidth(text: string): number {
	return narrow.test(text) ? text.length : remembered(text);
}

/** Names in other scripts come up again in every frame, and segmenting one costs as much as a whole row. */
function remembered(text: string): number {
	const known = widths.get(text);
	if (known !== undefined) {
		return known;
	}

	if (widths.size >= widthsKept) {
		widths.clear();
	}

	const width = stringWidth(text);
	widths.set(text, width);
	return width;
}

const widths = new Map<string, number>();
const widthsKept = 2000;

/** ASCII, and the ranges of box drawing, blocks, arrows, Latin-1 letters and the few signs that our glyphs come from. */
const narrow =
	/^[ -~\u00A1-\u00AC\u00AE-\u02FF\u0391-\u03C9\u2022\u2026\u203A\u2190-\u2193\u2500-\u2595\u25A0\u25B8\u25B9\u25CB\u25CF\u2605]*$/;
