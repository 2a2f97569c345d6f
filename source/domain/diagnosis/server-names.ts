/** Servers in few words, however many they are: `n1`, `n1 and n2`, `n1 and 4 more`. */
export function serverNames([first = '', second, ...others]: readonly string[]): string {
	if (second === undefined) {
		return first;
	}

	return others.length === 0 ? `${first} and ${second}` : `${first} and ${others.length + 1} more`;
}
