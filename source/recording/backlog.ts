import type {ClusterEvent} from '../domain/cluster-event.ts';
import type {SnapshotRecord} from '../domain/snapshot.ts';
import type {Member} from './container.ts';

/** What becomes one member. */
export type Portion = Omit<Member, 'size' | 'lines'> & {
	readonly records: readonly (ClusterEvent | SnapshotRecord)[];
};

type Waiting = {
	readonly kind: 'snapshot' | 'events';
	readonly records: readonly (ClusterEvent | SnapshotRecord)[];
	readonly begins: boolean;
	readonly ends: boolean;
	readonly afterLoss: boolean;
	/** Recorded time, epoch in ms. */
	readonly at: number;
	/** About how many lines of usual length it is worth. */
	readonly weight: number;
};

/** Events and snapshots on their way to the disk, in their order. */
export class Backlog {
	readonly #mostWaiting: number;
	readonly #waiting: Waiting[] = [];
	#weight = 0;
	#isLosing = false;
	#hasLost = false;
	/** Recorded time never goes back, whatever the clock does. */
	#now = 0;

	/** @param mostWaiting what may wait at most, in lines of usual length */
	constructor(mostWaiting: number) {
		this.#mostWaiting = mostWaiting;
	}

	/** There is enough for a member. */
	get isHeavy(): boolean {
		return this.#weight >= weightOfPortion;
	}

	/** Events have been lost, and what was known has not been written down since. */
	get hasLost(): boolean {
		return this.#hasLost;
	}

	/** Whether there is room for an event. When there is not, nothing more is admitted until all that waits has been taken. */
	admits(): boolean {
		if (this.#weight >= this.#mostWaiting) {
			this.#isLosing = true;
			this.#hasLost = true;
		}

		return !this.#isLosing;
	}

	addEvent(event: ClusterEvent): void {
		this.#now = Math.max(this.#now, event.at);
		for (const piece of splitEvent(event)) {
			this.#add(
				{kind: 'events', records: [piece], begins: false, ends: false, afterLoss: false},
				weightOf(piece),
			);
		}
	}

	/** @param at epoch in ms of the event that comes next */
	addSnapshot(snapshot: readonly SnapshotRecord[], at: number): void {
		this.#now = Math.max(this.#now, at);
		const parts = snapshot.length > 0 ? inParts(snapshot, weightOfPortion) : [[]];
		for (const [index, records] of parts.entries()) {
			const [begins, ends] = [index === 0, index === parts.length - 1];
			const afterLoss = begins && this.#hasLost;
			this.#add({kind: 'snapshot', records, begins, ends, afterLoss}, records.length);
		}

		this.#hasLost = false;
	}

	/** The next portion to write; undefined when nothing waits. */
	take(): Portion | undefined {
		const [first] = this.#waiting;
		if (!first) {
			this.#isLosing = false;
			return undefined;
		}

		const taken = this.#waiting.splice(0, first.kind === 'snapshot' ? 1 : this.#eventsInFront());
		this.#weight -= taken.reduce((sum, {weight}) => sum + weight, 0);
		const {kind, begins, ends, afterLoss, at: from} = first;
		const records = taken.flatMap(each => each.records);
		const elections = records.filter(({type}) => type === 'leader-elected').length;
		return {kind, begins, ends, afterLoss, records, elections, from, to: taken.at(-1)?.at ?? from};
	}

	clear(): void {
		this.#waiting.length = 0;
		this.#weight = 0;
	}

	#add(waiting: Omit<Waiting, 'at' | 'weight'>, weight: number): void {
		this.#waiting.push({...waiting, at: this.#now, weight});
		this.#weight += weight;
	}

	/** How many of those in front are events that fit into one member; at least one. */
	#eventsInFront(): number {
		let weight = 0;
		for (const [index, waiting] of this.#waiting.entries()) {
			weight += waiting.weight;
			if (waiting.kind !== 'events' || (index > 0 && weight > weightOfPortion)) {
				return index;
			}
		}

		return this.#waiting.length;
	}
}

const weightOfPortion = 2000;

function weightOf(event: ClusterEvent): number {
	switch (event.type) {
		case 'groups-reported':
			return 1 + event.led.length + event.leaderless.length;
		case 'servers-reported':
			return 1 + event.servers.length;
		default:
			return 1;
	}
}

/** Groups in one line: to write more at once would be felt. */
const groupsPerLine = 250;

/** An event in pieces that mean the same: an inventory may come in any number of parts. */
function splitEvent(event: ClusterEvent): readonly ClusterEvent[] {
	if (event.type !== 'groups-reported' || weightOf(event) <= groupsPerLine) {
		return [event];
	}

	return [
		...inParts(event.led, groupsPerLine).map(led => ({...event, led, leaderless: []})),
		...inParts(event.leaderless, groupsPerLine).map(leaderless => ({
			...event,
			led: [],
			leaderless,
		})),
	];
}

function inParts<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
	return Array.from({length: Math.ceil(items.length / size)}, (_, index) =>
		items.slice(index * size, (index + 1) * size),
	);
}
