/**
 * Finds the parts of a JSON text without parsing it. All positions are those of the first letter of a value; what is not
 * there is undefined.
 */
export function memberOf(text: string, at: number | undefined, name: string): number | undefined {
	if (at === undefined || text[skipSpace(text, at)] !== '{') {
		return undefined;
	}

	let next = skipSpace(text, skipSpace(text, at) + 1);
	while (text[next] === '"') {
		const end = endOfValue(text, next);
		const value = skipSpace(text, skipSpace(text, end) + 1);
		if (stringAt(text, next) === name) {
			return value;
		}

		next = skipSpace(text, skipSpace(text, endOfValue(text, value)) + 1);
	}

	return undefined;
}

/** The items of an array; none where there is no array. */
export function itemsOf(text: string, at: number | undefined): readonly number[] {
	const items: number[] = [];
	if (at === undefined || text[at] !== '[') {
		return items;
	}

	let next = skipSpace(text, at + 1);
	while (next < text.length && text[next] !== ']') {
		items.push(next);
		const end = skipSpace(text, endOfValue(text, next));
		next = text[end] === ',' ? skipSpace(text, end + 1) : end;
		if (text[end] !== ',' && text[end] !== ']') {
			break;
		}
	}

	return items;
}

/** A string as it is meant. */
export function stringAt(text: string, at: number | undefined): string | undefined {
	if (at === undefined || text[at] !== '"') {
		return undefined;
	}

	try {
		const value: unknown = JSON.parse(text.slice(at, endOfValue(text, at)));
		return typeof value === 'string' ? value : undefined;
	} catch {
		return undefined;
	}
}

/** Behind the last letter of the value. */
export function endOfValue(text: string, at: number): number {
	let depth = 0;
	for (let index = at; index < text.length; index++) {
		const letter = text[index];
		if (letter === '"') {
			index = endOfString(text, index) - 1;
		} else if (letter === '{' || letter === '[') {
			depth++;
		} else if (letter === '}' || letter === ']') {
			depth--;
		} else if (letter !== ',' || depth > 0) {
			continue;
		}

		if (depth <= 0) {
			// A number or a word ends before what parts it from the next.
			const isBare = depth < 0 || letter === ',';
			return isBare ? at + text.slice(at, index).trimEnd().length : index + 1;
		}
	}

	return text.length;
}

function endOfString(text: string, at: number): number {
	let index = at + 1;
	while (index < text.length && text[index] !== '"') {
		index += text[index] === '\\' ? 2 : 1;
	}

	return index + 1;
}

function skipSpace(text: string, at: number): number {
	let index = at;
	while (/\s/.test(text[index] ?? '')) {
		index++;
	}

	return index;
}
