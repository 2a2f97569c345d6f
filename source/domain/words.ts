/** `1 group`, `12 groups`. */
export function counted(
	count: number,
	one: string,
	many = `${one}s`,
	format: (count: number) => string = String,
): string {
	return `${format(count)} ${count === 1 ? one : many}`;
}

/** The first few of them and how many more there are: `n1, n2, n3, n4, n5 and 2 more`. */
export function listed(words: readonly string[], separator = ', ', shown = 5): string {
	const more = words.length - shown;
	return words.slice(0, shown).join(separator) + (more > 0 ? ` and ${more} more` : '');
}

/** Names in few words, however many they are: `n1`, `n1 and n2`, `n1 and 4 more`. */
export function shortList([first = '', second, ...others]: readonly string[]): string {
	if (second === undefined) {
		return first;
	}

	return others.length === 0 ? `${first} and ${second}` : `${first} and ${others.length + 1} more`;
}

/** For a connection that is answered as the system account is. */
export function importingWords(account: string): string {
	return `account ${account}, which imports the system services`;
}
