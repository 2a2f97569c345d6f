import {readSync} from 'node:fs';
import {open, type FileHandle} from 'node:fs/promises';
import {cleanText} from '../domain/clean-text.ts';
import {presentFormat, unpackMember, type Head} from './container.ts';
import {codeOf, RecordingError, wordsFor} from './recording-error.ts';
import {decodeHead} from './records.ts';
import {scanMembers, type PlacedMember} from './scan-members.ts';

/** A recording that was opened: where everything in it stands, and nothing of it unpacked but its head. */
export type Recording = {
	readonly head: Head;
	/** Its members that hold snapshots or events, in the order of time. */
	readonly members: readonly RecordedMember[];
	/** When it begins and ends, epoch in ms. */
	readonly startsAt: number;
	readonly endsAt: number;
	/** What could not be read, in words; empty for a whole recording. */
	readonly troubles: readonly string[];
	/** Bytes read so far. */
	readonly bytesRead: () => number;
	readonly close: () => Promise<void>;
};

export type RecordedMember = PlacedMember & {
	/** The lines in it. @throws when it is damaged */
	readonly readLines: () => Promise<readonly string[]>;
	/** Something is missing right before it. */
	readonly afterDamage: boolean;
};

type Part = {
	readonly head: Head;
	readonly members: readonly RecordedMember[];
	readonly troubles: readonly string[];
	readonly handle: FileHandle;
};

/** Takes note of bytes that were read. */
type Counted = (bytes: Buffer) => Buffer;

/**
 * Opens a recording: the file, and before it those that were put aside while it was made (`FILE.1` and so on).
 * @throws RecordingError when there is no such file, or nothing in it can be read
 */
export async function openRecording(path: string): Promise<Recording> {
	let bytesRead = 0;
	const counted = (bytes: Buffer) => {
		bytesRead += bytes.length;
		return bytes;
	};

	const last = await openPart(path, counted);
	const parts = [last];
	const [, base, index] = /^(.*)\.(\d{1,4})$/s.exec(path) ?? [];
	await prependParts(parts, path, 1, counted);
	if (base !== undefined) {
		await prependParts(parts, base, Number(index) + 1, counted);
	}

	const members = inOrderOfTime(parts.flatMap(part => part.members));
	const close = async () => {
		await Promise.all(parts.map(async ({handle}) => handle.close()));
	};
	const [first] = members;
	if (!first) {
		await close();
		throw new RecordingError([`nothing was recorded in ${path}`, ...last.troubles].join('; '));
	}

	return {
		head: last.head,
		members,
		startsAt: first.from,
		endsAt: members.at(-1)?.to ?? first.to,
		troubles: parts.flatMap(part => part.troubles),
		bytesRead: () => bytesRead,
		close,
	};
}

/** Puts the files before the first part that belong to its recording: `BASE.INDEX` and so on, the latest first. */
async function prependParts(
	parts: Part[],
	base: string,
	from: number,
	counted: Counted,
): Promise<void> {
	for (let index = from; ; index++) {
		const earlier = await openPart(`${base}.${index}`, counted).catch(() => undefined);
		const [first] = parts;
		if (!earlier || !first || !precedes(earlier.head, first.head)) {
			await earlier?.handle.close();
			return;
		}

		parts.unshift(earlier);
	}
}

function precedes(earlier: Head, later: Head): boolean {
	return earlier.recording === later.recording && earlier.part === later.part - 1;
}

/** In a recording time never goes back; in a file that was tampered with it may. */
function inOrderOfTime(members: readonly RecordedMember[]): RecordedMember[] {
	let now = 0;
	return members.map(member => {
		const from = Math.max(now, member.from);
		now = Math.max(from, member.to);
		return {...member, from, to: now};
	});
}

async function openPart(path: string, counted: Counted): Promise<Part> {
	const handle = await openFile(path);
	try {
		const {size} = await handle.stat();
		const {
			members: all,
			damages,
			cutBytes,
		} = scanMembers((offset, length) => counted(readNow(handle, offset, length)), size);
		const linesOf = async ({offset, size: length}: PlacedMember) =>
			unpackMember(counted(await read(handle, offset, length)));
		if (all.length === 0) {
			throw new RecordingError(
				`${cleanText(path, 500)} is not a leadertop recording, or is too damaged`,
			);
		}

		const first = all.find(({kind}) => kind === 'head');
		const head = first && (await readHead(path, first, linesOf));
		const members = all
			.filter(({kind}) => kind !== 'head')
			.map(member => ({
				...member,
				readLines: async () => linesOf(member),
				afterDamage: damages.some(({offset, bytes}) => offset + bytes === member.offset),
			}));
		const damaged = damages.reduce((sum, {bytes}) => sum + bytes, 0);
		const troubles = [
			...(head ? [] : ['its first records cannot be read']),
			...(all.some(({afterLoss}) => afterLoss)
				? ['some events came faster than they could be written']
				: []),
			...(damaged > 0 ? [`${damaged} bytes are damaged`] : []),
			...(cutBytes > 0 ? [`its last ${cutBytes} bytes are cut off or not yet written`] : []),
		];
		return {head: head ?? unknownHead, members, troubles, handle};
	} catch (error) {
		await handle.close();
		throw error;
	}
}

function readNow({fd}: FileHandle, offset: number, length: number): Buffer {
	const buffer = Buffer.alloc(length);
	return buffer.subarray(0, readSync(fd, buffer, 0, length, offset));
}

async function read(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
	const {buffer, bytesRead} = await handle.read(Buffer.alloc(length), 0, length, offset);
	return buffer.subarray(0, bytesRead);
}

async function openFile(path: string): Promise<FileHandle> {
	try {
		const handle = await open(path, 'r');
		if ((await handle.stat()).isFile()) {
			return handle;
		}

		await handle.close();
	} catch (error) {
		const reason = codeOf(error) === 'ENOENT' ? 'there is no such file' : wordsFor(error);
		throw new RecordingError(`${cleanText(path, 500)} cannot be read: ${reason}`, {cause: error});
	}

	throw new RecordingError(`${cleanText(path, 500)} is not a file`);
}

/** What it is a recording of; undefined when that is damaged. */
async function readHead(
	path: string,
	member: PlacedMember,
	linesOf: (member: PlacedMember) => Promise<readonly string[]>,
): Promise<Head | undefined> {
	const head = await linesOf(member)
		.then(([line = '']) => decodeHead(JSON.parse(line)))
		.catch(() => undefined);
	if (head && head.format > presentFormat) {
		throw new RecordingError(
			`${cleanText(path, 500)} was recorded by a newer leadertop: replay it with that one`,
		);
	}

	return head;
}

const unknownHead: Head = {
	leadertop: 'recording',
	format: presentFormat,
	recording: '',
	part: 0,
	startedAt: 0,
	label: 'unknown',
	mode: 'system',
	account: undefined,
};
