import {append} from '../key-index.ts';
import type {RaftGroup} from '../raft-group.ts';
import {visit, type Steps} from '../steps.ts';
import type {PlanGoal} from './plan-options.ts';
import type {ClusterReading} from './read-cluster.ts';

/** One group that changes its leader; servers are numbers. */
export type Transfer = {
	readonly group: RaftGroup;
	readonly from: number;
	readonly to: number;
};

/** Groups that are gone through in one step. */
const groupsPerStep = 5000;

/** The groups that a placement moves. Within a class any would do. */
export function* transfersOf(
	{movable, classOf, classes}: ClusterReading,
	placed: Int32Array,
): Steps<Transfer[]> {
	const leaving = new Map<number, RaftGroup[]>();
	for (const [index, size] of classes.sizes.entries()) {
		if ((placed[classes.firstSlots[index] ?? 0] ?? 0) < size) {
			leaving.set(index, []);
		}
	}

	yield* visit(movable, groupsPerStep, (group, index) => {
		leaving.get(classOf[index] ?? 0)?.push(group);
	});

	const transfers: Transfer[] = [];
	for (const [index, groups] of leaving) {
		const home = classes.firstSlots[index] ?? 0;
		const from = classes.slotServers[home] ?? 0;
		const total = groups.length - (placed[home] ?? 0);
		let taken = 0;
		for (let slot = home + 1; slot < (classes.firstSlots[index + 1] ?? 0); slot++) {
			const to = classes.slotServers[slot] ?? 0;
			for (const end = taken + (placed[slot] ?? 0); taken < end; taken++) {
				// Spread over the whole list, so that every account gives its share.
				const group = groups[Math.floor((taken * groups.length) / total)];
				if (group) {
					transfers.push({group, from, to});
				}
			}
		}
	}

	return transfers;
}

/** Which groups go where, not yet in order. Loads are per server, in leaders or messages per second. */
export type Draft = {
	readonly goal: PlanGoal;
	readonly transfers: readonly Transfer[];
	readonly weightOf: (group: RaftGroup) => number;
	readonly before: Float64Array;
	readonly after: Float64Array;
	/** A server with more than this should lead less. */
	readonly limit: number;
	/** The highest load of the best placement; by messages, a load that no placement gets below. */
	readonly best: number;
};

/**
 * The transfers of a draft in the order of their execution: from the fullest server that still gives to its emptiest
 * taker. So an abort at any point leaves the cluster better than before. With equal weights the maximum never rises
 * above the higher of the first and the last one, except by one for a moment while a stream and a consumer change places
 * between two servers at the maximum.
 * @param streamsNow stream leaders of each server before the first transfer
 */
export function* executionOrder(
	{transfers, before, weightOf}: Pick<Draft, 'transfers' | 'before' | 'weightOf'>,
	streamsNow: Int32Array,
): Steps<Transfer[]> {
	const counted = before.slice();
	const streams = streamsNow.slice();
	const givers = yield* giversOf(transfers);
	const ordered: Transfer[] = [];
	for (let giver = fullest(givers, counted); giver; giver = fullest(givers, counted)) {
		const {server: from, takers} = giver;
		const taker = emptiest(takers, counted);
		const to = taker?.server ?? from;
		const transfer = taker && takeNext(taker, (streams[to] ?? 0) < (streams[from] ?? 0));
		if (transfer) {
			const weight = weightOf(transfer.group);
			ordered.push(transfer);
			if (ordered.length % transfersPerStep === 0) {
				yield;
			}

			counted[from] = (counted[from] ?? 0) - weight;
			counted[to] = (counted[to] ?? 0) + weight;
			if (transfer.group.kind === 'stream') {
				streams[from] = (streams[from] ?? 0) - 1;
				streams[to] = (streams[to] ?? 0) + 1;
			}
		}

		if (taker && taker.stream.length + taker.consumer.length === 0) {
			takers.splice(takers.indexOf(taker), 1);
		}

		if (takers.length === 0) {
			givers.splice(givers.indexOf(giver), 1);
		}
	}

	return ordered;
}

/** Transfers that are put in order in one step. */
const transfersPerStep = 100;

/** A server that still gives, and the servers it gives to. */
type Giver = {readonly server: number; readonly takers: Taker[]};

/** What waits to go to a server, the next one last. */
type Taker = Readonly<Record<RaftGroup['kind'], Transfer[]>> & {readonly server: number};

function* giversOf(transfers: readonly Transfer[]): Steps<Giver[]> {
	const bySource = new Map<number, Transfer[]>();
	for (const transfer of transfers) {
		append(bySource, transfer.from, transfer);
	}

	const givers: Giver[] = [];
	for (const [server, given] of bySource) {
		yield;
		const byTarget = new Map<number, Transfer[]>();
		for (const transfer of given) {
			append(byTarget, transfer.to, transfer);
		}

		givers.push({server, takers: Array.from(byTarget, takerOf)});
	}

	return givers;
}

function takerOf([server, waiting]: [number, readonly Transfer[]]): Taker {
	const mixed = interleave(waiting, ({group}) => group.accountId).reverse();
	return {
		server,
		stream: mixed.filter(({group}) => group.kind === 'stream'),
		consumer: mixed.filter(({group}) => group.kind === 'consumer'),
	};
}

/** Streams go where they are fewer, so that they do not pile up on the way; consumers go meanwhile. */
function takeNext({stream, consumer}: Taker, evensStreams: boolean): Transfer | undefined {
	return evensStreams ? (stream.pop() ?? consumer.pop()) : (consumer.pop() ?? stream.pop());
}

/** Of several with the most, the one whose emptiest taker has the least. */
function fullest(givers: readonly Giver[], loads: Float64Array): Giver | undefined {
	let best: Giver | undefined;
	let most = Number.NEGATIVE_INFINITY;
	let least = Number.POSITIVE_INFINITY;
	for (const giver of givers) {
		const load = loads[giver.server] ?? 0;
		if (load >= most) {
			const taker = loads[emptiest(giver.takers, loads)?.server ?? -1] ?? 0;
			if (load > most || taker < least) {
				best = giver;
				most = load;
				least = taker;
			}
		}
	}

	return best;
}

function emptiest(takers: readonly Taker[], loads: Float64Array): Taker | undefined {
	let best: Taker | undefined;
	let least = Number.POSITIVE_INFINITY;
	for (const taker of takers) {
		const load = loads[taker.server] ?? 0;
		if (load < least) {
			best = taker;
			least = load;
		}
	}

	return best;
}

/** The items so that those with the same key alternate with the others: a a a b b c → a b c a b a. */
function interleave<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
	const queues = new Map<string, Item[]>();
	for (const item of items) {
		append(queues, keyOf(item), item);
	}

	const mixed: Item[] = [];
	for (let round = 0; mixed.length < items.length; round++) {
		for (const [key, queue] of queues) {
			const item = queue[round];
			if (item === undefined) {
				queues.delete(key);
			} else {
				mixed.push(item);
			}
		}
	}

	return mixed;
}
