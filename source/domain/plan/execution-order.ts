import type {RaftGroup} from '../raft-group.ts';
import {inTurns} from './in-turns.ts';
import type {Transfer} from './transfers-of.ts';

/** What each server leads while transfers are carried out. */
export type RunningLoads = {
	/** What the plan evens out. */
	readonly counted: Float64Array;
	readonly streams: Int32Array;
};

/**
 * The transfers in the order in which they shall be carried out: always from the server that has the most and still gives,
 * to the one that has the least among its takers. So, where all weigh the same, the maximum never rises above the higher of the first and the last one;
 * only where a stream and a consumer change places between servers that are both at the maximum, by one for a moment.
 * @param now loads before the first transfer; not changed
 */
export function executionOrder(
	transfers: readonly Transfer[],
	now: RunningLoads,
	weightOf: (group: RaftGroup) => number,
): Transfer[] {
	const counted = now.counted.slice();
	const streams = now.streams.slice();
	const givers = giversOf(transfers);
	const ordered: Transfer[] = [];
	while (ordered.length < transfers.length) {
		const from = fullest(givers, counted);
		const takers = givers.get(from);
		const to = takers && emptiest(takers, counted);
		const queues = to === undefined ? undefined : takers?.get(to);
		if (!takers || to === undefined || !queues) {
			break;
		}

		const transfer = takeNext(queues, (streams[to] ?? 0) < (streams[from] ?? 0));
		if (transfer) {
			const weight = weightOf(transfer.group);
			ordered.push(transfer);
			counted[from] = (counted[from] ?? 0) - weight;
			counted[to] = (counted[to] ?? 0) + weight;
			if (transfer.group.kind === 'stream') {
				streams[from] = (streams[from] ?? 0) - 1;
				streams[to] = (streams[to] ?? 0) + 1;
			}
		}

		if (queues.stream.length + queues.consumer.length === 0) {
			takers.delete(to);
			if (takers.size === 0) {
				givers.delete(from);
			}
		}
	}

	return ordered;
}

/** What waits between two servers, the next one last. */
type Queues = Readonly<Record<RaftGroup['kind'], Transfer[]>>;

function giversOf(transfers: readonly Transfer[]): Map<number, Map<number, Queues>> {
	const givers = new Map<number, Map<number, Queues>>();
	for (const transfer of transfers) {
		const takers = givers.get(transfer.from) ?? new Map<number, Queues>();
		const queues = takers.get(transfer.to) ?? {stream: [], consumer: []};
		givers.set(transfer.from, takers.set(transfer.to, queues));
		queues[transfer.group.kind].push(transfer);
	}

	for (const takers of givers.values()) {
		for (const [to, {stream, consumer}] of takers) {
			takers.set(to, {stream: mixed(stream), consumer: mixed(consumer)});
		}
	}

	return givers;
}

/** Accounts take turns. */
function mixed(transfers: readonly Transfer[]): Transfer[] {
	return inTurns(transfers, ({group}) => group.accountId).reverse();
}

/** Streams go where they are fewer, so that they do not pile up on the way; consumers go meanwhile. */
function takeNext({stream, consumer}: Queues, evensStreams: boolean): Transfer | undefined {
	return evensStreams ? (stream.pop() ?? consumer.pop()) : (consumer.pop() ?? stream.pop());
}

/** Of several with the most, the one whose emptiest taker has the least. */
function fullest(
	givers: ReadonlyMap<number, ReadonlyMap<number, Queues>>,
	loads: Float64Array,
): number {
	let best = -1;
	let most = Number.NEGATIVE_INFINITY;
	let least = Number.POSITIVE_INFINITY;
	for (const [giver, takers] of givers) {
		const load = loads[giver] ?? 0;
		if (load >= most) {
			const taker = loads[emptiest(takers, loads)] ?? 0;
			if (load > most || taker < least) {
				best = giver;
				most = load;
				least = taker;
			}
		}
	}

	return best;
}

function emptiest(takers: ReadonlyMap<number, Queues>, loads: Float64Array): number {
	let best = -1;
	let least = Number.POSITIVE_INFINITY;
	for (const taker of takers.keys()) {
		const load = loads[taker] ?? 0;
		if (load < least) {
			best = taker;
			least = load;
		}
	}

	return best;
}
