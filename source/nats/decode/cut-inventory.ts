/** A reply to JSZ, cut so that it can be parsed in pieces. */
export type CutInventory = {
	/** The reply as JSON, with every `stream_detail` holding the index of its pieces in place of its streams. */
	readonly rest: string;
	/** For each `stream_detail`: pieces with a whole number of streams, as JSON without the brackets around them. */
	readonly pieces: readonly (readonly string[])[];
};

export type CutOptions = {
	/** A piece is no longer than this and one stream together. */
	readonly pieceBytes: number;
	/**
	 * Leaves out streams and consumers that name another leader than this server: two thirds of what it hosts where
	 * groups have three replicas. Not for replies with configurations, in which `leader` may be anybody's own word.
	 */
	readonly ledBy?: string | undefined;
};

/**
 * Finds out where a reply can be cut. It is a generator so that others have their turn while a very large reply is
 * read: it yields about every 200 KB. What is no JSON, or written otherwise than by Go, is returned in one piece.
 */
export function* cutInventory(
	bytes: Uint8Array,
	{pieceBytes, ledBy}: CutOptions,
): Generator<void, CutInventory> {
	const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
	const rest: string[] = [];
	const pieces: string[][] = [];
	const leaders = new LeaderSigns(text, ledBy);
	let streams = new PieceList(pieceBytes);
	let restFrom = 0;
	let depth = 0;
	/** Depth inside of the `stream_detail` that is being read, and of the `consumer_detail` in it; 0 for none. */
	let streamsDepth = 0;
	let consumersDepth = 0;
	let streamFrom = 0;
	let consumerFrom = 0;
	/** Where the stream's consumers begin and end; 0 when it has none. */
	let consumersFrom = 0;
	let consumersTo = 0;
	/** Whether what the stream says of itself, before its consumers, concerns the server. */
	let isOwnStream = false;
	let consumers: string[] = [];
	let pauseAt = pauseBytes;

	for (let at = 0; at < text.length; at++) {
		const character = text[at] ?? 0;
		if (structural[character] === 0) {
			continue;
		}

		if (character === quote) {
			const end = endOfText(text, at);
			leaders.see(at, end);
			at = end;
		} else if (character === openBrace) {
			if (depth === streamsDepth) {
				streamFrom = at;
			} else if (depth === consumersDepth) {
				consumerFrom = at;
			}

			depth++;
		} else if (character === openBracket) {
			depth++;
			if (streamsDepth === 0) {
				if (endsWith(text, at, streamDetail)) {
					streamsDepth = depth;
					rest.push(text.toString('utf8', restFrom, at + 1), String(pieces.length));
					streams = new PieceList(pieceBytes);
				}
			} else if (depth === streamsDepth + 2 && endsWith(text, at, consumerDetail)) {
				consumersDepth = depth;
				consumersFrom = at + 1;
				isOwnStream = leaders.concern(streamFrom);
			}
		} else if (character === closeBrace) {
			depth--;
			if (depth === 0 || depth < streamsDepth) {
				continue;
			}

			if (depth === consumersDepth) {
				if (leaders.concern(consumerFrom)) {
					consumers.push(text.toString('utf8', consumerFrom, at + 1));
				}
			} else if (depth === streamsDepth) {
				const ownTo = consumersFrom === 0 ? at + 1 : consumersFrom;
				isOwnStream = consumersFrom === 0 ? leaders.concern(streamFrom) : isOwnStream;
				if (consumers.length > 0 || isOwnStream) {
					const tail = consumersFrom === 0 ? '' : text.toString('utf8', consumersTo, at + 1);
					const own = text.toString('utf8', streamFrom, ownTo);
					streams.add(`${own}${consumers.join(',')}${tail}`);
				}

				consumers = [];
				consumersFrom = 0;
				if (at >= pauseAt) {
					pauseAt = at + pauseBytes;
					yield;
				}
			}
		} else {
			if (depth === consumersDepth && depth > 0) {
				consumersTo = at;
				consumersDepth = 0;
			} else if (depth === streamsDepth && depth > 0) {
				pieces.push(streams.end());
				streamsDepth = 0;
				restFrom = at;
			}

			depth--;
		}
	}

	rest.push(text.toString('utf8', restFrom));
	return {rest: rest.join(''), pieces};
}

/** Joins streams to pieces. */
class PieceList {
	readonly #pieceBytes: number;
	readonly #pieces: string[] = [];
	#current: string[] = [];
	#length = 0;

	constructor(pieceBytes: number) {
		this.#pieceBytes = pieceBytes;
	}

	add(stream: string): void {
		this.#current.push(stream);
		this.#length += stream.length;
		if (this.#length >= this.#pieceBytes) {
			this.end();
		}
	}

	end(): string[] {
		if (this.#current.length > 0) {
			this.#pieces.push(this.#current.join(','));
			this.#current = [];
			this.#length = 0;
		}

		return this.#pieces;
	}
}

/** Whom parts of a reply name as leader: seen in passing, for there are hundreds of thousands of parts. */
class LeaderSigns {
	readonly #text: Buffer;
	/** What follows the name `leader` of a part that is led by the server; undefined where all parts are wanted. */
	readonly #own: Buffer | undefined;
	/** Where a leader was named last, and where it was the server. */
	#anyAt = -1;
	#ownAt = -1;

	constructor(text: Buffer, ledBy: string | undefined) {
		this.#text = text;
		// JSON escapes other characters in more than one way.
		const isPlain = ledBy !== undefined && /^[\w.-]+$/.test(ledBy);
		this.#own = isPlain ? Buffer.from(`:"${ledBy}"`) : undefined;
	}

	/** Looks at a text in the reply, given by its quotes. Inside of another text quotes would be escaped. */
	see(from: number, to: number): void {
		const own = this.#own;
		if (!own || to - from !== leaderName.length - 1 || !startsWith(this.#text, from, leaderName)) {
			return;
		}

		// Followed by no text it is no name, or names nobody.
		if (startsWith(this.#text, to + 1, beginOfValue)) {
			this.#anyAt = from;
			this.#ownAt = startsWith(this.#text, to + 1, own) ? from : this.#ownAt;
		}
	}

	/** Whether what has been read from a place on may be led by the server, or by nobody. */
	concern(from: number): boolean {
		return this.#own === undefined || this.#ownAt >= from || this.#anyAt < from;
	}
}

const pauseBytes = 200_000;

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** 1 for the characters that matter outside of texts. */
const structural = new Uint8Array(256);
for (const character of [quote, openBracket, closeBracket, openBrace, closeBrace]) {
	structural[character] = 1;
}

const streamDetail = Buffer.from('"stream_detail":');
const consumerDetail = Buffer.from('"consumer_detail":');
const leaderName = Buffer.from('"leader"');
const beginOfValue = Buffer.from(':"');

/** @param at of the opening quote */
function endOfText(text: Buffer, at: number): number {
	let end = at + 1;
	while (end < text.length && text[end] !== quote) {
		end += text[end] === backslash ? 2 : 1;
	}

	return end;
}

function startsWith(text: Buffer, at: number, part: Buffer): boolean {
	for (let index = 0; index < part.length; index++) {
		if (text[at + index] !== part[index]) {
			return false;
		}
	}

	return true;
}

/** Whether the text before a place ends with a name. */
function endsWith(text: Buffer, at: number, name: Buffer): boolean {
	return at >= name.length && text.compare(name, 0, name.length, at - name.length, at) === 0;
}
