/** A JSON text in lines, indented; its values stay as they are, letter by letter. */
export function jsonLines(text: string): readonly string[] {
	const lines: string[] = [];
	let line = '';
	let depth = 0;
	const end = () => {
		lines.push(line);
		line = '  '.repeat(depth);
	};
	// Strings whole, brackets that hold nothing, what parts values, and all the rest.
	for (const [token] of text.matchAll(
		/"(?:[^"\\]|\\.)*"|\{\s*\}|\[\s*\]|[{}[\],:]|[^\s{}[\],:"]+/g,
	)) {
		if (token === '{' || token === '[') {
			line += token;
			depth++;
			end();
		} else if (token === '}' || token === ']') {
			depth = Math.max(0, depth - 1);
			end();
			line += token;
		} else if (token === ',') {
			line += token;
			end();
		} else {
			line += token === ':' ? ': ' : token.replaceAll(/^([{[])\s+/g, '$1');
		}
	}

	return [...lines, line];
}
