/**
 * Text from the network made fit for a terminal. Each thing that could move the cursor, recolour or retitle the terminal,
 * turn the reading direction or stay unseen becomes a visible U+FFFD, so that no name passes for another that it is not.
 * Text longer than `maxLength` (UTF-16 units) is cut and ends in `…`. Cleaning cleaned text changes nothing.
 */
export function cleanText(value: string, maxLength = 256): string {
	if (value.length <= maxLength && plain.test(value)) {
		return value;
	}

	// No more is looked at than could be shown if most of it were escape sequences.
	const looked = value.slice(0, maxLength * 16);
	const cleaned = looked.replace(unprintable, replacement);
	return cleaned.length <= maxLength && looked.length === value.length
		? cleaned
		: cut(cleaned, maxLength);
}

function cut(text: string, maxLength: number): string {
	const end = Math.max(0, Math.min(text.length, maxLength - 1));
	const splitsPair = isHighSurrogate(text, end - 1);
	return `${text.slice(0, splitsPair ? end - 1 : end)}…`;
}

function isHighSurrogate(text: string, index: number): boolean {
	const unit = text.charCodeAt(index);
	return unit >= 0xd8_00 && unit <= 0xdb_ff;
}

const plain = /^[ -~]*$/;
const replacement = '\uFFFD';

const unprintable = new RegExp(
	[
		// Whole sequences first (ECMA-48, in their 7-bit and 8-bit forms): OSC, DCS, SOS, PM, APC with their end; CSI; others.
		String.raw`(?:\x1B[\]PX^_]|[\x90\x98\x9D-\x9F])[^\x07\x1B\x9C]*(?:\x07|\x1B\\|\x9C)`,
		String.raw`(?:\x1B\[|\x9B)[0-?]*[ -\/]*[@-~]`,
		String.raw`\x1B[ -\/]*[0-~]`,
		// Controls, lone surrogates, line and paragraph separators, spaces that look like the space.
		String.raw`\p{Cc}|\p{Cs}|\p{Zl}|\p{Zp}|(?! )\p{Zs}`,
		// Formats (bidi among them), what is drawn as nothing, what has no agreed meaning, and what is no character.
		String.raw`\p{Cf}|\p{Co}|\p{Default_Ignorable_Code_Point}|\u2800|\p{Noncharacter_Code_Point}`,
		// Accents without a letter, and more of them on one letter than any language writes.
		String.raw`(?<=^|\p{M}{3})\p{M}`,
	].join('|'),
	'gu',
);
