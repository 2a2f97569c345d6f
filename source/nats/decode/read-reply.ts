import {promisify} from 'node:util';
import {gunzip, gunzipSync} from 'node:zlib';
import type {Msg} from 'nats';
import {UndecodableError} from './undecodable-error.ts';

const unzip = promisify(gunzip);

/** An inventory of 100,000 groups on one server; more than that is an attack. */
const largestBytes = 256 * 1024 * 1024;

/** Unpacked bytes handed over at a time: with the default of 16 KB a large reply takes most of its time for that. */
const chunkBytes = {smallest: 16 * 1024, largest: 256 * 1024} as const;

/** How many times smaller inventories get by compression. */
const usualRatio = 16;

/**
 * Replies of this size are unpacked at once, in 30 µs: to have another thread do it takes 120 µs of CPU time. What gets
 * larger than expected is left to the thread.
 */
const small = {packedBytes: 8 * 1024, rawBytes: 256 * 1024} as const;

export type ReadReply = {
	readonly value: unknown;
	/** On the wire. */
	readonly wireBytes: number;
};

/**
 * The JSON in a reply that may be compressed.
 * @throws UndecodableError
 */
export async function readReply(reply: Msg): Promise<ReadReply> {
	const raw = await unpackReply(reply);
	return {value: parseJson(raw), wireBytes: reply.data.length};
}

/**
 * The bytes of a reply that may be large and compressed: the one place where such are unpacked.
 * @throws UndecodableError
 */
export async function unpackReply({data, headers}: Msg): Promise<Uint8Array> {
	if (headers?.get('Content-Encoding') !== 'gzip') {
		return data;
	}

	const chunkSize = Math.min(
		Math.max(data.length * usualRatio, chunkBytes.smallest),
		chunkBytes.largest,
	);
	try {
		if (data.length <= small.packedBytes) {
			return gunzipSync(data, {maxOutputLength: small.rawBytes, chunkSize});
		}
	} catch (error) {
		if (!isTooLarge(error)) {
			throw asUndecodable(error);
		}
	}

	try {
		return await unzip(data, {maxOutputLength: largestBytes, chunkSize});
	} catch (error) {
		throw asUndecodable(error);
	}
}

/**
 * The JSON in a small message.
 * @throws UndecodableError
 */
export function readMessage({data}: Msg): unknown {
	return parseJson(data);
}

/** @throws UndecodableError */
export function parseJson(bytes: Uint8Array): unknown {
	return parseText(decoder.decode(bytes));
}

/** @throws UndecodableError */
export function parseText(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw asUndecodable(error);
	}
}

const decoder = new TextDecoder();

function isTooLarge(error: unknown): boolean {
	return error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}

function asUndecodable(cause: unknown): UndecodableError {
	return new UndecodableError(
		`no readable JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
		{cause},
	);
}
