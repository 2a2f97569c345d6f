import type {Position, TimedEvent, Timeline} from './timeline.ts';

/** Elections that follow each other faster than this are one occasion, in ms: a restart brings hundreds. */
export const occasionGapMs = 1000;

type PlacedElection = {readonly position: Position; readonly at: number};

/** Right after the first election of the next occasion; undefined when there is none. */
export async function nextElection(
	timeline: Timeline,
	from: Position,
	signal: AbortSignal,
): Promise<PlacedElection | undefined> {
	const [before] = await take(electionsBefore(timeline, from, signal), 1);
	let last = before?.at ?? -Infinity;
	for await (const election of electionsFrom(timeline, from, signal)) {
		if (election.at - last >= occasionGapMs) {
			return election;
		}

		last = election.at;
	}

	return undefined;
}

/** Right after the first election of the occasion before, or of the present one when that began earlier. */
export async function previousElection(
	timeline: Timeline,
	from: Position,
	signal: AbortSignal,
): Promise<PlacedElection | undefined> {
	let candidate: PlacedElection | undefined;
	for await (const election of electionsBefore(timeline, from, signal)) {
		if (candidate && candidate.at - election.at >= occasionGapMs) {
			return candidate;
		}

		// Who stands right after an election has seen it.
		const isHere =
			election.position.member === from.member && election.position.event === from.event;
		candidate = isHere ? undefined : election;
	}

	return candidate;
}

async function* electionsFrom(
	timeline: Timeline,
	from: Position,
	signal: AbortSignal,
): AsyncGenerator<PlacedElection, void, void> {
	for (let member = from.member; member < timeline.members.length; member++) {
		if (signal.aborted) {
			return;
		}

		if (mayHoldElections(timeline, member)) {
			const events = await timeline.eventsOf(member);
			for (let index = member === from.member ? from.event : 0; index < events.length; index++) {
				const election = electionAt(events, member, index);
				if (election) {
					yield election;
				}
			}
		}
	}
}

/** Latest first. */
async function* electionsBefore(
	timeline: Timeline,
	from: Position,
	signal: AbortSignal,
): AsyncGenerator<PlacedElection, void, void> {
	for (let member = Math.min(from.member, timeline.members.length - 1); member >= 0; member--) {
		if (signal.aborted) {
			return;
		}

		if (mayHoldElections(timeline, member)) {
			const events = await timeline.eventsOf(member);
			const end = member === from.member ? Math.min(from.event, events.length) : events.length;
			for (let index = end - 1; index >= 0; index--) {
				const election = electionAt(events, member, index);
				if (election) {
					yield election;
				}
			}
		}
	}
}

function mayHoldElections({members}: Timeline, index: number): boolean {
	return (members[index]?.elections ?? 0) > 0;
}

function electionAt(
	events: readonly TimedEvent[],
	member: number,
	index: number,
): PlacedElection | undefined {
	const timed = events[index];
	return timed?.event.type === 'leader-elected'
		? {position: {member, event: index + 1}, at: timed.at}
		: undefined;
}

async function take<Item>(items: AsyncGenerator<Item, void, void>, count: number): Promise<Item[]> {
	const taken: Item[] = [];
	for await (const item of items) {
		taken.push(item);
		if (taken.length >= count) {
			break;
		}
	}

	return taken;
}
