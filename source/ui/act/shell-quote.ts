/** A word as a shell takes it, whatever it holds: plain if it can be, in `'…'`, or in `$'…'` where it holds what cannot be seen. */
export function shellQuote(word: string): string {
	if (/^[\w@%+=:,./-]+$/.test(word)) {
		return word;
	}

	if (visible.test(word)) {
		return `'${word.replaceAll("'", String.raw`'\''`)}'`;
	}

	return `$'${Array.from(word, escaped).join('')}'`;
}

/** Letters, signs and the common space: nothing that a terminal would act on or hide. */
const visible = /^[\p{L}\p{N}\p{P}\p{S} ]*$/u;

function escaped(character: string): string {
	if (character === "'" || character === '\\') {
		return `\\${character}`;
	}

	if (visible.test(character)) {
		return character;
	}

	const code = character.codePointAt(0) ?? 0;
	return code < 0x80
		? `\\x${code.toString(16).padStart(2, '0')}`
		: `\\U${code.toString(16).padStart(8, '0')}`;
}
