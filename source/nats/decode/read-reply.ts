import {promisify} from 'node:util';
import {gunzip} from 'node:zlib';
import type {Msg} from 'nats';
import {UndecodableError} from './undecodable-error.ts';

const unzip = promisify(gunzip);

/** An inventory of 100,000 groups on one server; more than that is an attack. */
const largestBytes = 256 * 1024 * 1024;

export type ReadReply = {
	readonly value: unknown;
	/** On the wire. */
	readonly wireBytes: number;
	/** Unpacked. */
	readonly rawBytes: number;
};

/**
 * The JSON in a reply that may be large and compressed: the one place where such are read.
 * @throws UndecodableError
 */
export async function readReply({data, headers}: Msg): Promise<ReadReply> {
	try {
		const raw =
			headers?.get('Content-Encoding') === 'gzip'
				? await unzip(data, {maxOutputLength: largestBytes})
				: data;
		return {value: parse(raw), wireBytes: data.length, rawBytes: raw.length};
	} catch (error) {
		throw asUndecodable(error);
	}
}

/**
 * The JSON in a small message.
 * @throws UndecodableError
 */
export function readMessage({data}: Msg): unknown {
	try {
		return parse(data);
	} catch (error) {
		throw asUndecodable(error);
	}
}

const decoder = new TextDecoder();

function parse(bytes: Uint8Array): unknown {
	return JSON.parse(decoder.decode(bytes));
}

function asUndecodable(cause: unknown): UndecodableError {
	return new UndecodableError(
		`no readable JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
		{cause},
	);
}
