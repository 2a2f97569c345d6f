/** A reply to JSZ, cut so that it can be parsed in pieces. */
export type CutInventory = {
	/** The reply as JSON, with every `stream_detail` holding the index of its pieces in place of its streams. */
	readonly rest: string;
	/** For each `stream_detail`: pieces with a whole number of streams, as JSON without the brackets around them. */
	readonly pieces: readonly (readonly string[])[];
};

/**
 * Finds out where a reply can be cut. It is a generator so that others have their turn while a very large reply is
 * read: it yields after each megabyte. What is no JSON, or written otherwise than by Go, is returned in one piece.
 * @param pieceBytes a piece is no longer than this and one stream together
 */
export function* cutInventory(
	bytes: Uint8Array,
	pieceBytes: number,
): Generator<void, CutInventory> {
	const rest: string[] = [];
	const pieces: string[][] = [];
	let streams: string[] = [];
	let depth = 0;
	/** Depth inside of the `stream_detail` that is being read; 0 for none. */
	let streamsDepth = 0;
	let restFrom = 0;
	let pieceFrom = 0;
	let pauseAt = pauseBytes;

	for (let at = 0; at < bytes.length; at++) {
		switch (bytes[at]) {
			case quote: {
				at = endOfText(bytes, at);
				break;
			}

			case openBracket: {
				depth++;
				if (streamsDepth === 0 && isStreamDetail(bytes, at)) {
					streamsDepth = depth;
					rest.push(textOf(bytes, restFrom, at + 1), String(pieces.length));
					streams = [];
					pieces.push(streams);
					pieceFrom = 0;
				}

				break;
			}

			case openBrace: {
				if (depth === streamsDepth && pieceFrom === 0) {
					pieceFrom = at;
				}

				depth++;
				break;
			}

			case closeBrace: {
				depth--;
				if (depth === streamsDepth && at - pieceFrom >= pieceBytes && streamsDepth > 0) {
					streams.push(textOf(bytes, pieceFrom, at + 1));
					pieceFrom = 0;
					if (at >= pauseAt) {
						pauseAt = at + pauseBytes;
						yield;
					}
				}

				break;
			}

			case closeBracket: {
				if (depth === streamsDepth && streamsDepth > 0) {
					if (pieceFrom > 0) {
						streams.push(textOf(bytes, pieceFrom, at));
					}

					streamsDepth = 0;
					restFrom = at;
				}

				depth--;
				break;
			}

			default:
		}
	}

	rest.push(textOf(bytes, restFrom, bytes.length));
	return {rest: rest.join(''), pieces};
}

const pauseBytes = 1_000_000;

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

const streamDetail = Buffer.from('"stream_detail":');
const decoder = new TextDecoder();

function textOf(bytes: Uint8Array, from: number, to: number): string {
	return decoder.decode(bytes.subarray(from, to));
}

/** @param at of the opening quote */
function endOfText(bytes: Uint8Array, at: number): number {
	let end = at + 1;
	while (end < bytes.length && bytes[end] !== quote) {
		end += bytes[end] === backslash ? 2 : 1;
	}

	return end;
}

/** @param at of the opening bracket */
function isStreamDetail(bytes: Uint8Array, at: number): boolean {
	for (let back = 1; back <= streamDetail.length; back++) {
		if (bytes[at - back] !== streamDetail[streamDetail.length - back]) {
			return false;
		}
	}

	return true;
}
