import {isBefore, type Position, type Timeline} from './timeline.ts';

/** Elections that follow each other faster than this are one occasion, in ms: a restart brings hundreds. */
const occasionGapMs = 1000;

type PlacedElection = {
	/** Right after it. */
	readonly position: Position;
	readonly at: number;
};

/** The first election of the next occasion; undefined when there is none. */
export async function nextElection(
	timeline: Timeline,
	from: Position,
	signal: AbortSignal,
): Promise<PlacedElection | undefined> {
	const before = await electionsBefore(timeline, from, signal).next();
	let last = before.done ? -Infinity : before.value.at;
	for await (const election of electionsAfter(timeline, from, signal)) {
		if (election.at - last >= occasionGapMs) {
			return election;
		}

		last = election.at;
	}

	return undefined;
}

/** The first election of the occasion before, or of the present one when that began earlier. */
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
		candidate = isBefore(election.position, from) ? election : undefined;
	}

	return candidate;
}

async function* electionsAfter(
	timeline: Timeline,
	from: Position,
	signal: AbortSignal,
): AsyncGenerator<PlacedElection, void, void> {
	for (let member = from.member; member < timeline.members.length; member++) {
		for (const election of await electionsIn(timeline, member, signal)) {
			if (isBefore(from, election.position)) {
				yield election;
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
		for (const election of (await electionsIn(timeline, member, signal)).toReversed()) {
			if (!isBefore(from, election.position)) {
				yield election;
			}
		}
	}
}

async function electionsIn(
	timeline: Timeline,
	member: number,
	{aborted}: AbortSignal,
): Promise<readonly PlacedElection[]> {
	if (aborted || !timeline.members[member]?.elections) {
		return [];
	}

	return (await timeline.eventsOf(member)).flatMap(({event, at}, index) =>
		event.type === 'leader-elected' ? [{position: {member, event: index + 1}, at}] : [],
	);
}
