import type {ClusterEvent, GroupsReported} from '../../domain/cluster-event.ts';

/** Groups in one line: to write more at once would be felt. */
const groupsPerLine = 250;

/** An event in pieces that mean the same: an inventory may be told in any number of parts. */
export function splitEvent(event: ClusterEvent): readonly ClusterEvent[] {
	return event.type === 'groups-reported' &&
		event.led.length + event.leaderless.length > groupsPerLine
		? splitReport(event)
		: [event];
}

function splitReport(event: GroupsReported): GroupsReported[] {
	const {led, leaderless} = event;
	return [
		...inParts(led).map(part => ({...event, led: part, leaderless: []})),
		...inParts(leaderless).map(part => ({...event, led: [], leaderless: part})),
	];
}

function inParts<Item>(items: readonly Item[]): Item[][] {
	return Array.from({length: Math.ceil(items.length / groupsPerLine)}, (_, index) =>
		items.slice(index * groupsPerLine, (index + 1) * groupsPerLine),
	);
}
