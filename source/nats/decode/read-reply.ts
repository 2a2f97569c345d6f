import {promisify} from 'node:util';
import {gunzip, gunzipSync} from 'node:zlib';
import type {Msg} from 'nats';
import {breathe} from '../../time/breathe.ts';
import {UndecodableError} from './json-value.ts';

export type ReadReply = {
	readonly value: unknown;
	readonly wireBytes: number;
	/** Unpacked. */
	readonly rawBytes: number;
};

/**
 * The JSON in a reply that may be large and compressed: the one place where such are unpacked.
 * @throws UndecodableError
 */
export async function readReply(reply: Msg): Promise<ReadReply> {
	const raw = await unpacked(reply);
	await breathe();
	return {value: parseJson(raw), wireBytes: reply.data.length, rawBytes: raw.length};
}

/**
 * The JSON in a small message.
 * @throws UndecodableError
 */
export function readMessage({data}: Msg): unknown {
	return parseJson(data);
}

async function unpacked({data, headers}: Msg): Promise<Uint8Array> {
	if (headers?.get('Content-Encoding') !== 'gzip') {
		return data;
	}

	try {
		if (data.length <= small.packedBytes) {
			return gunzipSync(data, {maxOutputLength: small.rawBytes, chunkSize: small.chunkSize});
		}
	} catch (error) {
		if (!isTooLarge(error)) {
			throw asUndecodable(error);
		}
	}

	try {
		return await unzip(data, {maxOutputLength: largestBytes, chunkSize: small.rawBytes});
	} catch (error) {
		throw asUndecodable(error);
	}
}

const unzip = promisify(gunzip);

/** An inventory of 100,000 groups on one server; more than that is an attack. */
const largestBytes = 256 * 1024 * 1024;

/** To have another thread unpack what is this small takes longer than to do it at once. */
const small = {packedBytes: 8 * 1024, rawBytes: 256 * 1024, chunkSize: 64 * 1024} as const;

function parseJson(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(decoder.decode(bytes));
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
