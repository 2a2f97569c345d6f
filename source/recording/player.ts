import type {ClusterEvent} from '../domain/cluster-event.ts';
import type {SnapshotRecord} from '../domain/snapshot.ts';
import {breathe} from '../time/breathe.ts';
import type {Recording} from './reader.ts';
import {isBefore, Timeline, type Position, type TimedEvent} from './timeline.ts';

/** Who listens to a recording. */
export type Audience = {
	readonly onEvent: (event: ClusterEvent) => void;
	/** From now on nothing holds but these. */
	readonly onRestore: (snapshot: readonly SnapshotRecord[]) => void;
};

/** Whether to stop before an event, or after it. */
export type Stop = {
	readonly before?: (next: TimedEvent, position: Position) => boolean;
	readonly after?: (event: TimedEvent) => boolean;
};

/** A place in a recording, from which it is played. */
export class Player {
	readonly timeline: Timeline;
	readonly #audience: Audience;
	#position: Position = {member: 0, event: 0};
	/** Something before this place is missing since the last checkpoint. */
	#isIncomplete = false;
	/** Recorded time of the last event played, epoch in ms. */
	#at: number;

	constructor(recording: Pick<Recording, 'members' | 'startsAt'>, audience: Audience) {
		this.timeline = new Timeline(recording);
		this.#audience = audience;
		this.#at = recording.startsAt;
	}

	get position(): Position {
		return this.#position;
	}

	get at(): number {
		return this.#at;
	}

	get isIncomplete(): boolean {
		return this.#isIncomplete;
	}

	/** The event that comes next; undefined at the end. Passes over whatever is no event. */
	async next(): Promise<TimedEvent | undefined> {
		const {timeline} = this;
		for (;;) {
			const {member, event} = this.#position;
			if (member >= timeline.members.length) {
				return undefined;
			}

			const next = (await timeline.eventsOf(member))[event];
			if (next) {
				// What comes after is read meanwhile.
				void timeline.eventsOf(member + 1);
				return next;
			}

			await this.#passMember(member);
		}
	}

	/** Plays until `before` or `after` says stop, the signal aborts, or the end. Resolves with whether there is more. */
	async goOn({before, after}: Stop, signal: AbortSignal): Promise<boolean> {
		while (await this.next()) {
			const {member, event: first} = this.#position;
			const events = await this.timeline.eventsOf(member);
			for (const [index, timed] of events.entries()) {
				if (index < first) {
					continue;
				}

				if (signal.aborted || before?.(timed, this.#position)) {
					return true;
				}

				this.#play(timed, {member, event: index + 1});
				if (after?.(timed)) {
					return true;
				}

				await breathe();
			}
		}

		return false;
	}

	/** Goes to a place, over the nearest checkpoint where that is shorter, and restores what was known there. */
	async goTo(target: Position, signal: AbortSignal): Promise<void> {
		const checkpoint = this.timeline.checkpoints.findLast(({last}) => last < target.member);
		const isAhead = !isBefore(target, this.#position);
		const isShorter = checkpoint !== undefined && checkpoint.last >= this.#position.member;
		if (!isAhead || isShorter) {
			await this.#enter(target, signal);
		}

		await this.goOn({before: (_, position) => !isBefore(position, target)}, signal);
	}

	/** Goes one event back, where there is one. */
	async goBack(signal: AbortSignal): Promise<void> {
		const {member: present, event} = this.#position;
		if (event > 0) {
			await this.goTo({member: present, event: event - 1}, signal);
			return;
		}

		for (let member = present - 1; member >= 0; member--) {
			const {length} = await this.timeline.eventsOf(member);
			if (length > 0) {
				await this.goTo({member, event: length - 1}, signal);
				return;
			}
		}
	}

	/** The place after all that happened until then. */
	async placeAt(at: number): Promise<Position> {
		const {members} = this.timeline;
		const member = members.findLastIndex(({kind, from}) => kind === 'events' && from <= at);
		if (member === -1) {
			return {member: 0, event: 0};
		}

		const events = await this.timeline.eventsOf(member);
		const event = events.findIndex(timed => timed.at > at);
		return {member, event: event === -1 ? events.length : event};
	}

	/** Goes back to the nearest checkpoint before a place that is not damaged. */
	async #enter(target: Position, signal: AbortSignal): Promise<void> {
		const {timeline} = this;
		for (const checkpoint of timeline.checkpoints.toReversed()) {
			if (checkpoint.last < target.member) {
				const snapshot = await timeline.snapshotAt(checkpoint);
				if (signal.aborted) {
					return;
				}

				if (snapshot) {
					this.#restore(snapshot, {member: checkpoint.last + 1, event: 0});
					return;
				}
			}
		}

		this.#restore([], {member: 0, event: 0});
	}

	#restore(snapshot: readonly SnapshotRecord[], position: Position): void {
		this.#position = position;
		this.#at =
			this.timeline.members[position.member - 1]?.to ?? this.timeline.members[0]?.from ?? 0;
		this.#isIncomplete = snapshot.length === 0 && !this.#beginsWithCheckpoint();
		this.#audience.onRestore(snapshot);
	}

	/** Whether the beginning of the recording is there. */
	#beginsWithCheckpoint(): boolean {
		return this.timeline.checkpoints[0]?.first === 0;
	}

	#play({event, at}: TimedEvent, position: Position): void {
		this.#position = position;
		this.#at = at;
		this.#audience.onEvent(event);
	}

	/** Leaves a member behind. What was missed is made up for where all that was known was written down again. */
	async #passMember(member: number): Promise<void> {
		const {timeline} = this;
		const checkpoint = timeline.checkpoints.find(({first}) => first === member);
		const isLost = timeline.members[member]?.afterLoss === true;
		if (checkpoint && (this.#isIncomplete || isLost || member === 0)) {
			const snapshot = await timeline.snapshotAt(checkpoint);
			if (snapshot) {
				this.#restore(snapshot, {member: checkpoint.last + 1, event: 0});
				return;
			}
		}

		this.#isIncomplete ||= timeline.isDamagedAt(member);
		this.#position = {member: member + 1, event: 0};
	}
}
