import type {ClusterEvent} from '../domain/cluster-event.ts';
import type {SnapshotRecord} from '../domain/snapshot.ts';
import {breathe} from '../time/breathe.ts';
import type {RecordedMember, Recording} from './reader.ts';
import {decodeEvent, decodeSnapshotRecord} from './records.ts';

/** The event that comes next: by its member, and its place among the events of that. */
export type Position = {readonly member: number; readonly event: number};

export function isBefore(a: Position, b: Position): boolean {
	return a.member < b.member || (a.member === b.member && a.event < b.event);
}

/** `at`: recorded time, epoch in ms, which never goes back. */
export type TimedEvent = {readonly event: ClusterEvent; readonly at: number};

/** Members that are kept unpacked. */
const keptMembers = 48;

/** What a recording holds, unpacked where it is asked for. What is damaged is left out and counted. */
export class Timeline {
	readonly members: readonly RecordedMember[];
	/** Oldest first. */
	readonly checkpoints: readonly Checkpoint[];
	readonly #events = new Map<number, Promise<readonly TimedEvent[]>>();
	/** Members that turned out to be damaged. */
	readonly #damaged = new Set<number>();
	readonly #unreadableLines = new Map<number, number>();

	constructor({members}: Pick<Recording, 'members'>) {
		this.members = members;
		this.checkpoints = checkpointsOf(members);
	}

	/** The events of a member; none where it is damaged or holds something else. Never rejects. */
	async eventsOf(index: number): Promise<readonly TimedEvent[]> {
		const known = this.#events.get(index);
		const events = known ?? this.#readEvents(index);
		this.#events.delete(index);
		this.#events.set(index, events);
		for (const [oldest] of this.#events) {
			if (this.#events.size <= keptMembers) {
				break;
			}

			this.#events.delete(oldest);
		}

		return events;
	}

	/** What was known at a checkpoint; undefined when it is damaged. Never rejects. */
	async snapshotAt({first, last}: Checkpoint): Promise<readonly SnapshotRecord[] | undefined> {
		const snapshot: SnapshotRecord[] = [];
		for (let index = first; index <= last; index++) {
			snapshot.push(...(await this.#decode(index, decodeSnapshotRecord)));
		}

		return this.#isDamaged(first, last) ? undefined : snapshot;
	}

	/** Whether something is missing in this member, or right before it. */
	isDamagedAt(index: number): boolean {
		return this.members[index]?.afterDamage === true || this.#isDamaged(index, index);
	}

	/** What turned out to be unreadable so far, in words. */
	troubles(): readonly string[] {
		const lines = [...this.#unreadableLines.values()].reduce((sum, count) => sum + count, 0);
		return [
			...(this.#damaged.size > 0
				? [`${this.#damaged.size} of ${this.members.length} pieces are damaged`]
				: []),
			...(lines > 0 ? [`${lines} lines cannot be understood`] : []),
		];
	}

	#isDamaged(first: number, last: number): boolean {
		for (let index = first; index <= last; index++) {
			if (this.#damaged.has(index) || this.#unreadableLines.has(index)) {
				return true;
			}
		}

		return false;
	}

	async #readEvents(index: number): Promise<readonly TimedEvent[]> {
		const member = this.members[index];
		if (member?.kind !== 'events') {
			return [];
		}

		let at = member.from;
		return (await this.#decode(index, decodeEvent)).map(event => {
			at = Math.min(member.to, Math.max(at, event.at));
			return {event, at};
		});
	}

	async #decode<Value>(index: number, decode: (value: unknown) => Value): Promise<Value[]> {
		let lines: readonly string[];
		try {
			lines = (await this.members[index]?.readLines()) ?? [];
		} catch {
			this.#damaged.add(index);
			return [];
		}

		const values: Value[] = [];
		let unreadable = 0;
		for (const line of lines) {
			await breathe();
			try {
				values.push(decode(JSON.parse(line)));
			} catch {
				unreadable++;
			}
		}

		if (unreadable > 0) {
			this.#unreadableLines.set(index, unreadable);
		}

		return values;
	}
}

/** A run of members with all that was known at that moment: a replay can begin here. */
export type Checkpoint = {readonly first: number; readonly last: number};

/** The complete snapshots, in their order. */
function checkpointsOf(members: readonly RecordedMember[]): Checkpoint[] {
	const found: Checkpoint[] = [];
	let first: number | undefined;
	for (const [index, {kind, begins, ends, afterDamage}] of members.entries()) {
		if (kind !== 'snapshot') {
			first = undefined;
			continue;
		}

		first = begins ? index : afterDamage ? undefined : first;
		if (ends && first !== undefined) {
			found.push({first, last: index});
			first = undefined;
		}
	}

	return found;
}
