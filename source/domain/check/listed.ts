/** The first few of them, and how many more there are. */
export function listed(words: readonly string[], separator = ', '): string {
	const more = words.length - told;
	return words.slice(0, told).join(separator) + (more > 0 ? ` and ${more} more` : '');
}

const told = 5;
