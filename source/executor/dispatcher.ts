import type {ClusterEvent} from '../domain/cluster-event.ts';
import type {Move, MoveOutcome, MoveResult} from '../domain/move.ts';
import {groupKey, streamKey, type RaftGroup} from '../domain/raft-group.ts';
import {Flight, type FlightParts} from './flight.ts';
import {Flights} from './flights.ts';

import {limitAt} from './before-2.11.ts';
import type {AdaptiveWindow} from './limits.ts';
import type {GroupTries} from './move-feed.ts';
import {absentGroup} from './refusals.ts';

type QueuedMove = {
	readonly move: Move;
	/** The group as it was when the move was planned. */
	readonly group: RaftGroup;
};

export type DispatcherParts = FlightParts & {
	readonly window: AdaptiveWindow;
	readonly tries: GroupTries;
	readonly onEnd: (outcome: MoveOutcome, failed: boolean) => void;
	/** Whether what is dropped from the queue is planned anew. */
	readonly mayReplan: boolean;
	/** A callback threw. */
	readonly onFault: (error: unknown) => void;
};

/** Sends queued moves as the limits allow, passes elections on to those in flight, and learns from how they end. */
export class Dispatcher {
	readonly inFlight = new Flights();
	/** Flights whose requests are being recorded, or wait for their turn. */
	readonly #waiting = new Flights();
	/** In the order of the plan. */
	#queue: QueuedMove[] = [];
	readonly #parts: DispatcherParts;
	readonly #gapMs: number;
	readonly #landings = new Set<Promise<void>>();
	#nextAt = Number.NEGATIVE_INFINITY;

	constructor(parts: DispatcherParts) {
		this.#parts = parts;
		const {ratePerSecond} = parts.limits;
		this.#gapMs = ratePerSecond === undefined ? 0 : 1000 / ratePerSecond;
	}

	/** Moves that are still to be sent. */
	get toSend(): number {
		return this.#queue.length + this.#waiting.size;
	}

	enqueue(moves: readonly Move[]): void {
		const {groups} = this.#parts.picture();
		for (const move of moves) {
			this.#queue.push({move, group: groups.get(move.group) ?? absentGroup(move.group)});
		}
	}

	/** Empties the queue. */
	drop(): readonly QueuedMove[] {
		const dropped = this.#queue;
		this.#queue = [];
		return dropped;
	}

	sendWhatFits(): void {
		this.#sendRecorded();
		this.#takeUpNext();
	}

	/** Resolves when nothing is under way any more. What waits goes ahead: a run that has stopped cancels it. */
	async finish(): Promise<void> {
		for (const flight of this.#waiting.all()) {
			flight.goAhead();
		}

		await Promise.all(this.#landings);
	}

	/** Passes an election or a deletion on to the flights concerned. */
	deliver(event: ClusterEvent): void {
		if (event.type === 'leader-elected') {
			this.inFlight.get(groupKey(event.group))?.seeElection(event.leader);
		} else if (event.type === 'group-deleted') {
			const deleted = groupKey(event.group);
			// Deleting a stream deletes its consumers with it.
			const keyOf = event.group.consumer === undefined ? streamKey : groupKey;
			for (const flight of this.inFlight.all()) {
				if (keyOf(flight.group) === deleted) {
					flight.seeDeletion();
				}
			}
		}
	}

	#sendRecorded(): void {
		const {inFlight} = this;
		for (const flight of this.#waiting.all()) {
			if (inFlight.size >= this.#parts.window.size()) {
				return;
			}

			if (flight.isRecorded && this.#fits(flight)) {
				this.#waiting.remove(flight);
				inFlight.add(flight);
				flight.goAhead();
			}
		}
	}

	#fits({move, directed}: Flight): boolean {
		return (
			this.inFlight.hasRoomFor(move, this.#limitOf(move)) &&
			(directed || this.inFlight.mayChooseFreely(move.from))
		);
	}

	/**
	 * Takes up what fits now, and as much again, so that its records are on the disk by the time there is room for it:
	 * else each step-down would begin with a wait for the disk, and cost a sync of its own.
	 */
	#takeUpNext(): void {
		const {window, wakeup, clock} = this.#parts;
		const waiting = this.#waiting;
		const ahead = this.#gapMs > 0 ? 0 : window.size();
		if (this.inFlight.size >= window.size() && waiting.size > ahead / 2) {
			return;
		}

		while (this.#queue.length > 0 && this.inFlight.size + waiting.size < window.size() + ahead) {
			if (clock.now() < this.#nextAt) {
				wakeup.wakeAt(this.#nextAt);
				return;
			}

			const index = this.#queue.slice(0, lookAhead).findIndex(next => this.#mayWait(next));
			const [next] = index === -1 ? [] : this.#queue.splice(index, 1);
			if (!next) {
				return;
			}

			this.#takeUp(next);
		}
	}

	/** At most as many for a server as it may have in flight: moves that wait for it must not block others. */
	#mayWait({move, group}: QueuedMove): boolean {
		return (
			!this.inFlight.has(move.group) &&
			this.#waiting.hasRoomFor(move, this.#limitOf(move)) &&
			this.#mayTry(move, group)
		);
	}

	/** A server that may turn out not to take the lead is not tried with many groups at once. */
	#mayTry({to}: Move, {accountId}: RaftGroup): boolean {
		const limit = to === undefined ? Infinity : this.#parts.trials.limit(accountId, to);
		return (
			limit === Infinity ||
			this.inFlight.countTowards(accountId, to) + this.#waiting.countTowards(accountId, to) < limit
		);
	}

	#limitOf(move: Move): number {
		const {limits, picture} = this.#parts;
		return limitAt(picture(), move, limits.maxInFlightPerServer);
	}

	#takeUp({move, group}: QueuedMove): void {
		const {tries, clock, picture, onFault} = this.#parts;
		const now = clock.now();
		// A late alarm is made up for, a long pause is not.
		this.#nextAt = (this.#nextAt > now - this.#gapMs ? this.#nextAt : now) + this.#gapMs;
		tries.noteTry(move.group);
		const flight = new Flight(move, picture().groups.get(move.group) ?? group, this.#parts);
		this.#waiting.add(flight);
		const landing = this.#land(flight)
			.catch(onFault)
			.finally(() => this.#landings.delete(landing));
		this.#landings.add(landing);
	}

	async #land(flight: Flight): Promise<void> {
		const outcome = await flight.outcome;
		this.#waiting.remove(flight);
		this.inFlight.remove(flight);
		this.#learn(flight, outcome);
		this.#parts.wakeup.wake();
		await flight.finished;
	}

	#learn({sentAt, isDeleted, directed}: Flight, outcome: MoveOutcome): void {
		const {window, tries, trials, clock, mayReplan, onEnd} = this.#parts;
		const {move, group, result, electionMs} = outcome;
		const now = clock.now();
		const failed =
			sentAt === undefined ? result === 'refused' : electionMs === undefined && !isDeleted;
		if (sentAt !== undefined && electionMs !== undefined) {
			window.onElection(electionMs, sentAt);
		} else if (sentAt !== undefined && failed) {
			window.onTrouble(sentAt, now);
		}

		const isTrial = transferred.has(result) && sentAt !== undefined && !isDeleted;
		if (isTrial && trials.note(outcome, directed) && mayReplan) {
			// It was planned with a server that is left out from now on.
			this.drop();
		}

		const isLeftOut = result === 'void' && trials.whyNot(move, group) !== undefined;
		if (result !== 'as-wanted' && result !== 'cancelled' && !isLeftOut) {
			tries.noteFailure(move.group, now);
		}

		onEnd(outcome, failed);
	}
}

/**
 * How far a move may overtake others whose servers are busy. Bounded, because a plan is ordered so that
 * the cluster is better off after each of its moves.
 */
const lookAhead = 256;

/** The leader has stepped down, as far as is known. */
const transferred: ReadonlySet<MoveResult> = new Set(['as-wanted', 'elsewhere', 'no-election']);
