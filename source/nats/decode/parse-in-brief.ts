import {parseJson} from './read-reply.ts';

/**
 * The JSON in a reply of which some lists are not needed: the first list of each of these names is empty in the result.
 * Each server of a large cluster lists all others, and its routes to each of them: to parse that took a fifth of the main
 * thread's time where 100 simulated servers were watched at rest.
 * A list ends with its first bracket, even where that belongs to a text or to a list inside: as what is left is no JSON
 * then, all of it is parsed instead.
 * @throws UndecodableError
 */
export function parseInBrief(bytes: Uint8Array, lists: readonly string[]): unknown {
	const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
	const cuts = lists
		.map(name => listIn(text, name))
		.filter(cut => cut !== undefined)
		.sort((a, b) => a.from - b.from);
	let brief = '';
	let from = 0;
	for (const cut of cuts) {
		brief += text.toString('utf8', from, cut.from);
		from = cut.to;
	}

	try {
		return JSON.parse(brief + text.toString('utf8', from));
	} catch {
		return parseJson(bytes);
	}
}

/** Where the items of a list stand, going by its first bracket that closes; undefined where there is no such list. */
function listIn(text: Buffer, name: string): {from: number; to: number} | undefined {
	// Inside of a text the quotes would be escaped.
	const opening = `"${name}":[`;
	const at = text.indexOf(opening);
	const from = at + opening.length;
	const to = at < 0 ? -1 : text.indexOf(closeBracket, from);
	return to < 0 ? undefined : {from, to};
}

const closeBracket = 0x5d;
