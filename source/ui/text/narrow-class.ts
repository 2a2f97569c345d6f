/** Characters that take one cell everywhere, as a class of an expression: ASCII, and the ranges of box drawing, blocks, arrows, Latin-1 letters and the few signs that our glyphs come from. */
export const narrowClass =
	' -~\\u00A1-\\u00AC\\u00AE-\\u02FF\\u0391-\\u03C9\\u2022\\u2026\\u203A\\u2190-\\u2193\\u2500-\\u2595\\u25A0\\u25B8\\u25B9\\u25CB\\u25CF\\u2605';
