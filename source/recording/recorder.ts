import {cleanText} from '../domain/clean-text.ts';
import type {ClusterEvent} from '../domain/cluster-event.ts';
import type {SnapshotRecord} from '../domain/snapshot.ts';
import {breathe} from '../time/breathe.ts';
import {Backlog, type Portion} from './backlog.ts';
import {longestText, packMember, type Head} from './container.ts';
import {wordsFor} from './recording-error.ts';
import type {RotatingFile} from './rotating-file.ts';

/** Writes events in the background: to note one costs next to nothing and never waits for the disk. */
export type Recorder = {
	/** To be called with each event before the store takes it in. */
	readonly note: (event: ClusterEvent) => void;
	readonly state: () => RecorderState;
	/** Writes what is waiting now. Never rejects. */
	readonly flush: () => Promise<void>;
	/** Writes what is still waiting, and closes the file. Never rejects. */
	readonly close: () => Promise<void>;
};

export type RecorderState = {
	readonly file: string;
	/** Events noted so far. */
	readonly events: number;
	/** Bytes written, in all files. */
	readonly bytes: number;
	/** Events that came faster than they could be written. */
	readonly lost: number;
	/** Why nothing is written any more; undefined while all is well. */
	readonly failure: string | undefined;
};

export type RecorderOptions = {
	readonly file: RotatingFile;
	readonly head: Omit<Head, 'part' | 'startedAt'>;
	/** All that is known, as of the call. */
	readonly snapshot: () => readonly SnapshotRecord[];
	/** The file is put aside when it is larger than this, about. */
	readonly maxBytes: number;
	/** Called once, when nothing can be written any more. */
	readonly onFailure: (reason: string) => void;
	/** How long an event waits at most before it is on its way to the disk; 5 s unless given. */
	readonly flushIntervalMs?: number;
	/** Characters of events after which it is worth to write down again what is known; 1 Mi unless given. */
	readonly leastText?: number;
	/** Lines that may wait at most, about; 300,000 unless given: some 100 MB. */
	readonly mostWaiting?: number;
};

export function createRecorder({
	file,
	head,
	snapshot,
	maxBytes,
	onFailure,
	flushIntervalMs = 5000,
	leastText = 1024 * 1024,
	mostWaiting = 300_000,
}: RecorderOptions): Recorder {
	const backlog = new Backlog(mostWaiting);
	let events = 0;
	let lost = 0;
	let bytes = 0;
	let part = 0;
	let failure: string | undefined;
	let timer: NodeJS.Timeout | undefined;
	let writing: Promise<void> | undefined;
	/** Characters of events since the last snapshot was asked for, and of that snapshot. */
	let textSinceSnapshot = Infinity;
	let textOfSnapshot = 0;
	let isSnapshotWaiting = false;
	let isClosed = false;

	function note(event: ClusterEvent): void {
		if (failure !== undefined || isClosed) {
			return;
		}

		events++;
		if (!backlog.admits()) {
			lost++;
			return;
		}

		if (backlog.hasLost || isSnapshotDue()) {
			textSinceSnapshot = 0;
			isSnapshotWaiting = true;
			backlog.addSnapshot(snapshot(), event.at);
		}

		backlog.addEvent(event);
		if (backlog.isHeavy) {
			void write();
		} else {
			timer ??= setTimeout(() => void write(), flushIntervalMs).unref();
		}
	}

	function isSnapshotDue(): boolean {
		const isFull = file.size() >= maxBytes;
		const isFar = textSinceSnapshot >= Math.max(leastText, textOfSnapshot);
		return !isSnapshotWaiting && (isFull || isFar);
	}

	/** Writes all that waits; what comes meanwhile too. */
	async function write(): Promise<void> {
		clearTimeout(timer);
		timer = undefined;
		writing ??= writeAll().finally(() => {
			writing = undefined;
		});
		await writing;
	}

	async function writeAll(): Promise<void> {
		try {
			for (let portion = backlog.take(); portion; portion = backlog.take()) {
				await writePortion(portion);
			}
		} catch (error) {
			failure = wordsFor(error);
			backlog.clear();
			onFailure(failure);
		}
	}

	async function writePortion({kind, begins, ends, records, ...facts}: Portion): Promise<void> {
		if (kind === 'snapshot' && begins) {
			await beginFile(facts.from);
			textOfSnapshot = 0;
			isSnapshotWaiting = false;
		}

		const lines = await encode(records);
		const text = lines.reduce((sum, line) => sum + line.length, 0);
		if (kind === 'snapshot') {
			textOfSnapshot += text;
		} else {
			textSinceSnapshot += text;
		}

		await append(await packMember(lines, {...facts, kind, begins, ends}));
	}

	/** A file begins with what it is; a snapshot follows, so that it can be read without those before it. */
	async function beginFile(startedAt: number): Promise<void> {
		if (part > 0 && file.size() < maxBytes) {
			return;
		}

		if (part > 0) {
			await file.rotate();
		}

		part++;
		const line = JSON.stringify({...head, part, startedAt} satisfies Head);
		const facts = {begins: false, ends: false, afterLoss: false, elections: 0};
		await append(
			await packMember([line], {...facts, kind: 'head', from: startedAt, to: startedAt}),
		);
	}

	async function append(member: Buffer): Promise<void> {
		await file.append(member);
		bytes += member.length;
	}

	return {
		note,
		flush: write,
		state: () => ({file: file.path, events, bytes, lost, failure}),
		async close() {
			isClosed = true;
			await writing;
			await write();
			await file.close().catch((error: unknown) => {
				failure ??= wordsFor(error);
			});
		},
	};
}

async function encode(records: Portion['records']): Promise<string[]> {
	const lines: string[] = [];
	for (const record of records) {
		await breathe();
		lines.push(encodeLine(record));
	}

	return lines;
}

/** A line of a recording. What is no printable text in a name becomes U+FFFD: the file can be looked at in a terminal. */
export function encodeLine(record: ClusterEvent | SnapshotRecord): string {
	const line = JSON.stringify(record, withoutKey);
	return plain.test(line) ? line : JSON.stringify(record, withoutKeyAndClean);
}

/** ASCII, and nothing that JSON had to escape but quotes and backslashes. */
const plain = /^(?:[ -[\]-~]|\\["\\])*$/;

/** A group's key follows from what names it. */
function withoutKey(name: string, value: unknown): unknown {
	return name === 'key' ? undefined : value;
}

function withoutKeyAndClean(name: string, value: unknown): unknown {
	return typeof value === 'string' && name !== 'key'
		? cleanText(value, longestText)
		: withoutKey(name, value);
}
