/** A pure function of a text that remembers its last answers, at most `limit` of them: the same names come up in every frame. */
export function remember<Answer>(
	compute: (text: string) => Answer,
	limit = 2000,
): (text: string) => Answer {
	const answers = new Map<string, Answer>();
	return text => {
		const known = answers.get(text);
		if (known !== undefined) {
			return known;
		}

		if (answers.size >= limit) {
			answers.clear();
		}

		const answer = compute(text);
		answers.set(text, answer);
		return answer;
	};
}
