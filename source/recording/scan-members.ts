import {decodeHeader, headerSize, signature, type Member} from './container.ts';

/** A member and where it stands. */
export type PlacedMember = Member & {readonly offset: number};

export type ScannedFile = {
	readonly members: readonly PlacedMember[];
	/** Bytes that belong to no member that could be found, and where. */
	readonly damages: readonly {readonly offset: number; readonly bytes: number}[];
	/** Bytes of a last member that is not all there: of a file that was cut, or is still being written. */
	readonly cutBytes: number;
};

/** Reads `length` bytes at a place of a file, fewer at its end. */
export type ReadAt = (offset: number, length: number) => Buffer;

/**
 * Finds the members of a file by hopping from header to header. Where there is none, it looks for the next. There may be
 * ten thousand: reads that are waited for would take twenty times as long.
 */
export function scanMembers(readAt: ReadAt, fileSize: number): ScannedFile {
	const look = lookAhead(readAt);
	const members: PlacedMember[] = [];
	const damages: {offset: number; bytes: number}[] = [];
	let cutBytes = 0;
	let offset = 0;
	while (offset < fileSize) {
		const member = decodeHeader(look(offset, headerSize));
		if (member && offset + member.size <= fileSize) {
			members.push({...member, offset});
			offset += member.size;
			continue;
		}

		const next = findSignature(readAt, offset + 1, fileSize);
		if (next === undefined) {
			if (member || fileSize - offset < headerSize) {
				cutBytes = fileSize - offset;
			} else {
				damages.push({offset, bytes: fileSize - offset});
			}

			break;
		}

		damages.push({offset, bytes: next - offset});
		offset = next;
	}

	return {members, damages, cutBytes};
}

/** Small members often stand close together: one read does for several headers. */
function lookAhead(readAt: ReadAt): ReadAt {
	let begin = 0;
	let window: Buffer = Buffer.alloc(0);
	return (offset, length) => {
		if (offset < begin || offset + length > begin + window.length) {
			begin = offset;
			window = readAt(offset, windowSize);
		}

		return window.subarray(offset - begin, offset - begin + length);
	};
}

const windowSize = 256;

function findSignature(readAt: ReadAt, from: number, fileSize: number): number | undefined {
	for (let offset = from; offset < fileSize; offset += searchSize - signature.length) {
		const found = readAt(offset, searchSize).indexOf(signature);
		if (found !== -1) {
			return offset + found;
		}
	}

	return undefined;
}

const searchSize = 64 * 1024;
