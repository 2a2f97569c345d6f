/**
 * The name that was probably meant: the only one that differs least, in two letters at most, or that ends with what was
 * given (`--domain` for `--js-domain`); else undefined.
 */
export function nearestName(given: string, names: readonly string[]): string | undefined {
	const word = given.slice(0, longestWord);
	const ending = `-${word.replace(/^-+/, '')}`;
	const [nearest, next] = names
		.map(name => ({name, edits: name.endsWith(ending) ? 1 : editsBetween(word, name)}))
		.filter(({name, edits}) => edits <= Math.min(2, name.length / 3))
		.sort((a, b) => a.edits - b.edits);
	return nearest?.edits === next?.edits ? undefined : nearest?.name;
}

/** For a sentence about an unknown name: ` (did you mean n1?)`, or nothing. */
export function meantBy(given: string, names: readonly string[]): string {
	const name = nearestName(given, names);
	return name === undefined ? '' : ` (did you mean ${name}?)`;
}

const longestWord = 40;

/** How many letters have to be added, taken away or replaced. */
function editsBetween(from: string, to: string): number {
	let row = Array.from({length: to.length + 1}, (_, column) => column);
	for (const [index, letter] of Array.from(from).entries()) {
		const next = [index + 1];
		for (const [column, other] of Array.from(to).entries()) {
			const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
			next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
		}

		row = next;
	}

	return row.at(-1) ?? 0;
}
