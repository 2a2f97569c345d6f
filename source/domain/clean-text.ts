/**
 * Text from the network made fit for a terminal. Each thing that could move the cursor, recolour or retitle the terminal,
 * turn the reading direction or stay unseen becomes a visible U+FFFD, so that no name passes for another that it is not.
 * Joiners and variation selectors stay where emoji and scripts need them. Text longer than `maxLength` (UTF-16 units) is
 * cut and ends in `…`. Cleaning cleaned text changes nothing.
 */
export function cleanText(value: string, maxLength = 256): string {
	if (value.length <= maxLength && plain.test(value)) {
		return value;
	}

	// A limit for the work: enough to show even if most of it is escape sequences.
	const looked = value.slice(0, maxLength * 16);
	const cleaned = looked.replace(
		needsCare,
		(_match: string, sequence: string | undefined) => sequence ?? replacement,
	);
	return cleaned.length <= maxLength && looked.length === value.length
		? cleaned
		: cut(cleaned, maxLength);
}

function cut(text: string, maxLength: number): string {
	const end = Math.max(0, Math.min(text.length, maxLength - 1));
	const splitsPair = isHighSurrogate(text, end - 1);
	// A joiner or selector at the end belongs to what was cut off.
	const kept = text.slice(0, splitsPair ? end - 1 : end).replace(unseenEnd, '');
	return `${kept}…`;
}

function isHighSurrogate(text: string, index: number): boolean {
	const unit = text.charCodeAt(index);
	return unit >= 0xd8_00 && unit <= 0xdb_ff;
}

const plain = /^[ -~]*$/;
const replacement = '\uFFFD';

const unseenEnd = /\p{Default_Ignorable_Code_Point}+$/u;

/**
 * Blocks of the scripts whose spelling uses U+200C and U+200D (UAX #31, section 2.3): Arabic to Mandaic, those of India,
 * Tibetan and Myanmar, Khmer and Mongolian, Rohingya, Adlam.
 */
const joining = String.raw`\u0600-\u0DFF\u0F00-\u109F\u1780-\u18AF\u{10D00}-\u{10D3F}\u{1E900}-\u{1E95F}`;
const letter = String.raw`(?=\p{L})[${joining}]`;
const accent = String.raw`(?:(?=\p{M})(?!\p{Default_Ignorable_Code_Point})[${joining}])`;
const viramas = '\\u094D\\u09CD\\u0A4D\\u0ACD\\u0B4D\\u0BCD\\u0C4D\\u0CCD\\u0D4D\\u0DCA';
const pictograph = String.raw`\p{Extended_Pictographic}[\uFE0E\uFE0F\p{Emoji_Modifier}]?`;

/** Texts that need what would be unseen by itself. */
const sequences = [
	// The flags of England, Scotland and Wales; keycaps, families, professions (UTS #51).
	String.raw`\u{1F3F4}\u{E0067}\u{E0062}(?:\u{E0065}\u{E006E}\u{E0067}|\u{E0073}\u{E0063}\u{E0074}|\u{E0077}\u{E006C}\u{E0073})\u{E007F}`,
	String.raw`[#*0-9]\uFE0F\u20E3|${pictograph}(?:\u200D${pictograph})*`,
	// Ideographs and Mongolian letters in one of their forms.
	String.raw`\p{Unified_Ideograph}[\uFE00-\uFE02\u{E0100}-\u{E01EF}]`,
	String.raw`(?=\p{L})\p{Script=Mongolian}[\u180B-\u180D\u180F]`,
	// Joiners between letters, before a virama (Bengali), and after one at the end of a word (Malayalam).
	`${letter}${accent}{0,3}(?:[\\u200C\\u200D](?:${letter}${accent}{0,3}|${accent}{1,3}))*(?:(?<=[${viramas}])[\\u200C\\u200D])?`,
];

/** Sequences first, which stay; then, one by one, what does not. */
const needsCare = new RegExp(
	[
		`(${sequences.join('|')})`,
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

/** Our own signs in text that is printed, and what stands for them where only ASCII can be drawn. */
const signs: Readonly<Record<string, string>> = {
	'→': '->',
	'›': '>',
	'…': '~',
	'×': 'x',
	'·': '-',
};

/** Printed text for a terminal without UTF-8, or with `--ascii`: in ASCII alone, `?` for what has no such form. */
export function asciiText(text: string): string {
	return text.replaceAll(/[^\n -~]/gu, char => signs[char] ?? '?');
}
