import type {RaftGroup} from '../raft-group.ts';
import {visit, type Steps} from '../steps.ts';
import type {GroupClasses} from './group-classes.ts';

/** The cost of an arc that no group can take. */
export const noWay = 2;

/** Classes that are taken in in one step. */
const classesPerStep = 500;

/**
 * The graph for a placement.
 * @param placed how many groups of its class are on each slot; moves when groups are pushed
 * @param size number of servers
 * @param moves kinds of groups that may move; the others count for nothing here
 */
export function* residualGraph(
	classes: GroupClasses,
	placed: Int32Array,
	size: number,
	moves: readonly RaftGroup['kind'][],
): Steps<ResidualGraph> {
	const movable = [...classes.kinds.keys()].filter(index =>
		moves.includes(classes.kinds[index] ?? 'stream'),
	);
	yield;
	const graph = new ResidualGraph(classes, placed, size);
	yield* graph.takeIn(movable);
	return graph;
}

/**
 * Which server could hand groups to which, given where the groups are now: the residual graph of a min-cost flow.
 * An arc between two servers has three lanes, one for each cost in step-downs: -1 back home, 0 between two other servers,
 * 1 away from home. A lane's capacity is the number of groups that could take it.
 */
export class ResidualGraph {
	/** Number of servers. */
	readonly size: number;
	/** The lowest cost with any capacity, or `noWay`, at [from × size + to]. */
	readonly cheapest: Int8Array;
	readonly #classes: GroupClasses;
	readonly #placed: Int32Array;
	readonly #classOfSlot: Int32Array;
	readonly #capacities: Int32Array;
	/** Pairs of slots of one class, sorted by lane: groups on the first could take the lane to the second. */
	readonly #firstPairs: Int32Array;
	#pairFrom = new Int32Array(0);
	#pairTo = new Int32Array(0);

	constructor(classes: GroupClasses, placed: Int32Array, size: number) {
		this.size = size;
		this.#classes = classes;
		this.#placed = placed;
		this.#classOfSlot = new Int32Array(classes.slotServers.length);
		const lanes = this.size * this.size * 3;
		this.#capacities = new Int32Array(lanes);
		this.cheapest = new Int8Array(this.size * this.size).fill(noWay);
		this.#firstPairs = new Int32Array(lanes + 1);
	}

	/** Takes in the classes that may move. To be called once. */
	*takeIn(movable: readonly number[]): Steps<void> {
		const {firstSlots} = this.#classes;
		yield* visit(movable, classesPerStep, index => {
			this.#classOfSlot.fill(index, firstSlots[index], firstSlots[index + 1]);
			this.#eachPair(index, (_from, _to, lane) => {
				this.#firstPairs[lane + 1] = (this.#firstPairs[lane + 1] ?? 0) + 1;
			});
		});

		const lanes = this.#capacities.length;
		for (let lane = 0; lane < lanes; lane++) {
			this.#firstPairs[lane + 1] =
				(this.#firstPairs[lane + 1] ?? 0) + (this.#firstPairs[lane] ?? 0);
		}

		const pairs = this.#firstPairs[lanes] ?? 0;
		this.#pairFrom = new Int32Array(pairs);
		this.#pairTo = new Int32Array(pairs);
		const next = this.#firstPairs.slice();
		yield* visit(movable, classesPerStep, index => {
			this.#eachPair(index, (from, to, lane) => {
				const pair = next[lane] ?? 0;
				next[lane] = pair + 1;
				this.#pairFrom[pair] = from;
				this.#pairTo[pair] = to;
				this.#widen(lane, this.#placed[from] ?? 0);
			});
		});
	}

	/** How many groups could go from one server to another at the arc's cheapest cost. */
	capacity(from: number, to: number): number {
		const arc = from * this.size + to;
		return this.#capacities[laneOf(arc, this.cheapest[arc] ?? noWay)] ?? 0;
	}

	/** Moves so many groups at the arc's cheapest cost. There must be that many. */
	push(from: number, to: number, amount: number): void {
		const arc = from * this.size + to;
		const lane = laneOf(arc, this.cheapest[arc] ?? noWay);
		let left = amount;
		for (let pair = this.#firstPairs[lane] ?? 0; left > 0; pair++) {
			const slot = this.#pairFrom[pair] ?? 0;
			const moved = Math.min(left, this.#placed[slot] ?? 0);
			if (moved > 0) {
				this.#change(slot, -moved);
				this.#change(this.#pairTo[pair] ?? 0, moved);
				left -= moved;
			}
		}
	}

	#change(slot: number, amount: number): void {
		this.#placed[slot] = (this.#placed[slot] ?? 0) + amount;
		this.#eachWayFrom(this.#classOfSlot[slot] ?? 0, slot, (_to, lane) => {
			this.#widen(lane, amount);
		});
	}

	#widen(lane: number, amount: number): void {
		this.#capacities[lane] = (this.#capacities[lane] ?? 0) + amount;
		const arc = Math.floor(lane / 3);
		let cost = -1;
		while (cost < noWay && this.#capacities[laneOf(arc, cost)] === 0) {
			cost++;
		}

		this.cheapest[arc] = cost;
	}

	#eachPair(index: number, visit: (from: number, to: number, lane: number) => void): void {
		const end = this.#classes.firstSlots[index + 1] ?? 0;
		for (let from = this.#classes.firstSlots[index] ?? 0; from < end; from++) {
			this.#eachWayFrom(index, from, (to, lane) => {
				visit(from, to, lane);
			});
		}
	}

	#eachWayFrom(index: number, from: number, visit: (to: number, lane: number) => void): void {
		const {firstSlots, slotServers} = this.#classes;
		const home = firstSlots[index] ?? 0;
		const end = firstSlots[index + 1] ?? 0;
		const source = (slotServers[from] ?? 0) * this.size;
		for (let to = home; to < end; to++) {
			if (to !== from) {
				const cost = to === home ? -1 : from === home ? 1 : 0;
				visit(to, laneOf(source + (slotServers[to] ?? 0), cost));
			}
		}
	}
}

function laneOf(arc: number, cost: number): number {
	return arc * 3 + cost + 1;
}
