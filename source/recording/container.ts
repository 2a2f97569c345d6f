import {promisify} from 'node:util';
import {crc32, deflateRaw, gunzip} from 'node:zlib';

/**
 * A recording is a chain of gzip members (RFC 1952), so that `zcat` reads all of it: JSON, a line each. What leadertop
 * needs to find its way without unpacking stands in the extra field of each member's header. A member that is damaged or
 * cut loses only itself.
 */
export type Member = {
	/**
	 * - `head`: what this file is; its first member
	 * - `snapshot`: a part of all that was known at that moment; with the others of its run it is a checkpoint
	 * - `events`: what happened, in its order
	 */
	readonly kind: MemberKind;
	/** The first, and the last, of the members of one snapshot. */
	readonly begins: boolean;
	readonly ends: boolean;
	/** Events before it could not be kept. */
	readonly afterLoss: boolean;
	/** Bytes of the whole member in the file. */
	readonly size: number;
	readonly lines: number;
	/** How many of its events are elections. */
	readonly elections: number;
	/** Recorded time before its first event and after its last, epoch in ms; time never goes back in a recording. */
	readonly from: number;
	readonly to: number;
};

export type MemberKind = (typeof kinds)[number];

const kinds = ['head', 'snapshot', 'events'] as const;

/** What every header begins with: gzip, deflated, with an extra field, no time, unknown system; our subfield. */
export const signature = Buffer.from([
	0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 0x2c, 0, 0x4c, 0x54, 0x28, 0,
]);

const layoutVersion = 1;
const flagBits = {begins: 1, ends: 2, afterLoss: 4} as const;

/** Bytes of a header: the signature, then 40 of ours. */
export const headerSize = signature.length + 40;

/** The checksum and the length of what is packed, which gzip has behind it. */
export const trailerSize = 8;

/** @param member with `size` 0: it is known when the rest is packed */
export function encodeHeader(member: Member): Buffer {
	const {kind, begins, ends, afterLoss, size, lines, elections, from, to} = member;
	const header = Buffer.alloc(headerSize);
	const at = signature.length;
	signature.copy(header);
	header.writeUInt8(layoutVersion, at);
	header.writeUInt8(kinds.indexOf(kind), at + 1);
	header.writeUInt8(
		(begins ? flagBits.begins : 0) +
			(ends ? flagBits.ends : 0) +
			(afterLoss ? flagBits.afterLoss : 0),
		at + 2,
	);
	header.writeUInt32LE(size, at + 4);
	header.writeUInt32LE(lines, at + 8);
	header.writeUInt32LE(elections, at + 12);
	header.writeDoubleLE(from, at + 16);
	header.writeDoubleLE(to, at + 24);
	header.writeUInt32LE(crc32(header.subarray(0, at + 36)), at + 36);
	return header;
}

/** The header at the beginning of these bytes; undefined when there is none, or a damaged one. */
export function decodeHeader(bytes: Buffer): Member | undefined {
	const at = signature.length;
	if (
		bytes.length < headerSize ||
		bytes.compare(signature, 0, at, 0, at) !== 0 ||
		crc32(bytes.subarray(0, at + 36)) !== bytes.readUInt32LE(at + 36) ||
		bytes.readUInt8(at) !== layoutVersion
	) {
		return undefined;
	}

	const kind = kinds[bytes.readUInt8(at + 1)];
	const flags = bytes.readUInt8(at + 2);
	const size = bytes.readUInt32LE(at + 4);
	const from = bytes.readDoubleLE(at + 16);
	const to = bytes.readDoubleLE(at + 24);
	// The checksum is no seal: a forged file may say anything here.
	const isPossible =
		size > headerSize && size <= mostBytes && from >= 0 && from <= to && to <= lastTime;
	if (kind === undefined || !isPossible) {
		return undefined;
	}

	return {
		kind,
		begins: (flags & flagBits.begins) !== 0,
		ends: (flags & flagBits.ends) !== 0,
		afterLoss: (flags & flagBits.afterLoss) !== 0,
		size,
		lines: bytes.readUInt32LE(at + 8),
		elections: bytes.readUInt32LE(at + 12),
		from,
		to,
	};
}

/** More than a member ever takes. */
const mostBytes = 64 * 1024 * 1024;

/** The last time that `Date` knows. */
const lastTime = 8.64e15;

const deflate = promisify(deflateRaw);
const unpack = promisify(gunzip);

/** More than is ever written in one member: what unpacks to more is not one of ours. */
const longestUnpacked = 32 * 1024 * 1024;

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
	const text = await unpack(bytes, {maxOutputLength: longestUnpacked});
	const lines = text.toString('utf8').split('\n');
	return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** The first line of a recording. */
export type Head = {
	readonly leadertop: 'recording';
	/** Grows when older versions could not read it any more. */
	readonly format: number;
	/** The same in all files of one recording. */
	readonly recording: string;
	/** Of these files; 1 is the first. */
	readonly part: number;
	/** Epoch in ms. */
	readonly startedAt: number;
	/** What was watched: a context's name or an address, without any secret. */
	readonly label: string;
	readonly mode: 'system' | 'account' | 'simulated';
	/** Name of the one account that was seen. */
	readonly account: string | undefined;
};

export const presentFormat = 1;

/** Characters of a text in a recording: no name or reason that a server gives is that long. */
export const longestText = 1000;
