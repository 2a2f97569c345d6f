import type {RaftGroup} from '../raft-group.ts';

/**
 * Groups that are alike for a plan: same kind, same leader, same servers that may lead them.
 * A class's slots are the servers that may lead it, today's leader first; servers are numbers.
 * Flat arrays, because random replica sets make nearly as many classes as there are groups.
 */
export type GroupClasses = {
	readonly count: number;
	readonly kinds: readonly RaftGroup['kind'][];
	/** Groups in a class. */
	readonly sizes: Int32Array;
	/** Where the slots of a class begin; they end where those of the next begin. */
	readonly firstSlots: Int32Array;
	readonly slotServers: Int32Array;
};

const noClass = -1;

/** Collects groups into classes. */
export class GroupClassifier {
	readonly #kinds: RaftGroup['kind'][] = [];
	readonly #sizes: number[] = [];
	readonly #firstSlots = [0];
	readonly #slotServers: number[] = [];
	/** A prefix tree over kind, leader and candidates: (node, server) → node. */
	readonly #branches = new Map<number, number>();
	/** The class that ends at a node. Nodes 0 and 1 are the roots of the two kinds. */
	readonly #classOfNode = [noClass, noClass];
	readonly #serverCount: number;

	constructor(serverCount: number) {
		this.#serverCount = serverCount;
	}

	/** The class of a group. `candidates`: who may lead it besides its leader, ascending. */
	add(kind: RaftGroup['kind'], leader: number, candidates: readonly number[]): number {
		let node = this.#branch(kind === 'stream' ? 0 : 1, leader);
		for (const candidate of candidates) {
			node = this.#branch(node, candidate);
		}

		let found = this.#classOfNode[node] ?? noClass;
		if (found === noClass) {
			found = this.#kinds.length;
			this.#classOfNode[node] = found;
			this.#kinds.push(kind);
			this.#sizes.push(0);
			this.#slotServers.push(leader, ...candidates);
			this.#firstSlots.push(this.#slotServers.length);
		}

		this.#sizes[found] = (this.#sizes[found] ?? 0) + 1;
		return found;
	}

	finish(): GroupClasses {
		return {
			count: this.#kinds.length,
			kinds: this.#kinds,
			sizes: Int32Array.from(this.#sizes),
			firstSlots: Int32Array.from(this.#firstSlots),
			slotServers: Int32Array.from(this.#slotServers),
		};
	}

	#branch(node: number, server: number): number {
		const key = node * this.#serverCount + server;
		let next = this.#branches.get(key);
		if (next === undefined) {
			next = this.#classOfNode.length;
			this.#classOfNode.push(noClass);
			this.#branches.set(key, next);
		}

		return next;
	}
}
