import {promisify} from 'node:util';
import {crc32, deflateRaw, gunzip} from 'node:zlib';
import {encodeHeader, headerSize, trailerSize, type Member} from './member.ts';

const deflate = promisify(deflateRaw);
const unpack = promisify(gunzip);

/** More than is ever written in one member: what unpacks to more is not one of ours. */
const longestText = 32 * 1024 * 1024;

/** A member with these lines in it. Packing happens beside the event loop. */
export async function packMember(
	lines: readonly string[],
	facts: Omit<Member, 'size' | 'lines'>,
): Promise<Buffer> {
	const text = Buffer.from(lines.map(line => `${line}\n`).join(''));
	const packed = await deflate(text);
	const size = headerSize + packed.length + trailerSize;
	const trailer = Buffer.alloc(trailerSize);
	trailer.writeUInt32LE(crc32(text), 0);
	trailer.writeUInt32LE(text.length, 4);
	return Buffer.concat([encodeHeader({...facts, size, lines: lines.length}), packed, trailer]);
}

/**
 * The lines of a member.
 * @throws zlib's error when it is damaged or cut
 */
export async function unpackMember(bytes: Buffer): Promise<readonly string[]> {
	const text = await unpack(bytes, {maxOutputLength: longestText});
	const lines = text.toString('utf8').split('\n');
	return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
