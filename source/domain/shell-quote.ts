/**
 * A word as bash, zsh and ksh read it, in printable ASCII alone: it stands for the same bytes in every locale, no terminal
 * hides or acts on any of it, and cleaning changes nothing. Plain if it can be, else in `'…'`, or in `$'…'` by its UTF-8 bytes.
 */
export function shellQuote(word: string): string {
	return shellPieces(word, Number.POSITIVE_INFINITY).join('');
}

/**
 * A command on lines of at most `width` characters. Each but the last ends in a backslash: whatever number of them is
 * copied, a shell never takes a part for a command. A word longer than a line goes on in the first column of the next.
 * @param width 12 at least
 * @returns undefined when no shell can pass on one of the words: a NUL ends it, half a surrogate pair has no bytes
 */
export function shellLines(words: readonly string[], width: number): string[] | undefined {
	if (words.some(word => /[\0\p{Cs}]/u.test(word))) {
		return undefined;
	}

	const room = width - ' \\'.length;
	const lines: string[] = [];
	let line = ' ';
	for (const word of words) {
		const quoted = shellQuote(word);
		if (line.length + 1 + quoted.length <= room) {
			line = `${line} ${quoted}`;
			continue;
		}

		lines.push(`${line} \\`);
		line = `    ${quoted}`;
		if (line.length > room) {
			const pieces = shellPieces(word, room);
			lines.push(...pieces.slice(0, -1).map(piece => `${piece}\\`));
			line = pieces.at(-1) ?? '';
		}
	}

	return [...lines, line];
}

/** The word in pieces of at most `width` characters, each quoted by itself. */
function shellPieces(word: string, width: number): string[] {
	const {open, characters, close} = quoted(word);
	const room = width - open.length - close.length;
	const pieces: string[] = [];
	let piece = '';
	for (const character of characters) {
		if (piece !== '' && piece.length + character.length > room) {
			pieces.push(piece);
			piece = '';
		}

		piece += character;
	}

	return [...pieces, piece].map(each => open + each + close);
}

function quoted(word: string) {
	if (plain.test(word)) {
		return {open: '', characters: word.split(''), close: ''};
	}

	return /^[ -~]*$/.test(word)
		? {open: "'", characters: Array.from(word, escapeQuote), close: "'"}
		: {open: "$'", characters: Array.from(new TextEncoder().encode(word), escapeByte), close: "'"};
}

/** zsh takes a first `=` for the path of a command. */
const plain = /^(?!=)[\w@%+=:,./-]+$/;

function escapeQuote(character: string): string {
	return character === "'" ? String.raw`'\''` : character;
}

/** Octal with three digits: of hexadecimal ones, ksh reads as many as follow. */
function escapeByte(byte: number): string {
	const character = String.fromCodePoint(byte);
	return plain.test(character) ? character : `\\${byte.toString(8).padStart(3, '0')}`;
}
