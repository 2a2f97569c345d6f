import type {Move} from '../domain/move.ts';
import type {GroupKey} from '../domain/raft-group.ts';
import type {RunLimits} from './limits.ts';
import type {PlanMoves, PlanRequest} from './run.ts';

/** What a run does once all earlier moves have been taken up. */
export type NextMoves =
	| {readonly type: 'moves'; readonly moves: readonly Move[]; readonly resting: number}
	/** What is in flight decides, or groups that rest until then, epoch in ms. */
	| {readonly type: 'wait'; readonly until?: number}
	/** `left`: moves that the plan would still make if their groups had not been tried too often. */
	| {readonly type: 'nothing'; readonly left: number};

/** Asks a plan for the moves that lead to the goal from here. */
export async function nextMoves(
	plan: PlanMoves,
	tries: GroupTries,
	state: Omit<PlanRequest, 'resting' | 'tries'>,
): Promise<NextMoves> {
	const {inFlight, now} = state;
	const ask = async (resting: ReadonlySet<GroupKey>) => {
		const moves = await plan({...state, resting, tries: tries.counts});
		return moves.filter(({group}) => !resting.has(group) && !inFlight.has(group));
	};

	const resting = tries.restingAt(now);
	const moves = await ask(resting);
	if (moves.length > 0) {
		return {type: 'moves', moves, resting: resting.size};
	}

	// What is in flight may end otherwise than the plan took for granted.
	if (inFlight.size > 0) {
		return {type: 'wait'};
	}

	const until = tries.nextReturn(now);
	if (until !== undefined && (await ask(tries.exhausted())).length > 0) {
		return {type: 'wait', until};
	}

	return {type: 'nothing', left: resting.size > 0 ? (await ask(new Set())).length : 0};
}

/** How often a run has tried each group, and which ones rest after a failure. */
export class GroupTries {
	readonly #limits: RunLimits;
	readonly #counts: Map<GroupKey, number>;
	readonly #failedAt = new Map<GroupKey, number>();

	/** @param earlier tries before the run, which count as its own */
	constructor(limits: RunLimits, earlier: ReadonlyMap<GroupKey, number> = new Map()) {
		this.#limits = limits;
		this.#counts = new Map(earlier);
	}

	get counts(): ReadonlyMap<GroupKey, number> {
		return this.#counts;
	}

	/** A group's move was taken up. */
	noteTry(group: GroupKey): void {
		this.#counts.set(group, (this.#counts.get(group) ?? 0) + 1);
	}

	/** A group's move failed at that time. */
	noteFailure(group: GroupKey, now: number): void {
		this.#failedAt.set(group, now);
	}

	/** Groups that have used up their tries. */
	exhausted(): Set<GroupKey> {
		return new Set([...this.#counts.keys()].filter(group => this.#isExhausted(group)));
	}

	/** Groups not to be moved at that time. */
	restingAt(now: number): ReadonlySet<GroupKey> {
		const resting = this.exhausted();
		for (const [group] of this.#returning(now)) {
			resting.add(group);
		}

		return resting;
	}

	/** When the next group has rested enough, epoch in ms; undefined when none will. */
	nextReturn(now: number): number | undefined {
		const times = this.#returning(now).map(([, failedAt]) => failedAt + this.#limits.restMs);
		return times.length > 0 ? Math.min(...times) : undefined;
	}

	#returning(now: number): readonly [group: GroupKey, failedAt: number][] {
		return [...this.#failedAt].filter(
			([group, failedAt]) => !this.#isExhausted(group) && failedAt + this.#limits.restMs > now,
		);
	}

	#isExhausted(group: GroupKey): boolean {
		return (this.#counts.get(group) ?? 0) >= this.#limits.triesPerGroup;
	}
}
