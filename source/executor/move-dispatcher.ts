import type {Move, MoveOutcome, MoveResult} from '../domain/move.ts';
import type {RaftGroup} from '../domain/raft-group.ts';
import {isDirected, limitAt, type AdaptiveWindow, type RunLimits} from './limits.ts';
import type {Wakeup} from '../time/sleep.ts';
import {flightPool, type FlightPool} from './flight-pool.ts';
import {startFlight, type FlightParts, type MoveFlight} from './move-flight.ts';
import type {MoveQueue, QueuedMove} from './move-queue.ts';
import type {RestingGroups} from './resting-groups.ts';
import type {TargetTrials} from './target-trials.ts';

/** Takes queued moves up as the limits allow, and learns from how they end. */
export type MoveDispatcher = {
	readonly sendWhatFits: () => void;
	/** Moves that were taken up and whose requests are still to be sent. */
	readonly waiting: () => number;
	/** Resolves when nothing is under way any more. What waits is not kept waiting: no more room is going to be made. */
	readonly settled: () => Promise<void>;
};

export type DispatcherParts = {
	readonly queue: MoveQueue;
	readonly pool: FlightPool;
	readonly window: AdaptiveWindow;
	readonly resting: RestingGroups;
	readonly trials: TargetTrials;
	readonly limits: RunLimits;
	/** Rung after each end, and when the rate allows the next request. */
	readonly wakeup: Wakeup;
	readonly flight: FlightParts;
	readonly onEnd: (outcome: MoveOutcome, failed: boolean) => void;
	/** Whether what is dropped from the queue is planned anew. */
	readonly mayReplan: boolean;
	/** A callback threw. */
	readonly onFault: (error: unknown) => void;
};

export function moveDispatcher(parts: DispatcherParts): MoveDispatcher {
	const {queue, pool, window, resting, trials, limits, wakeup} = parts;
	const {clock, picture} = parts.flight;
	const gapMs = limits.ratePerSecond === undefined ? 0 : 1000 / limits.ratePerSecond;
	const waiting = flightPool();
	const underWay = new Set<Promise<void>>();
	let nextAt = Number.NEGATIVE_INFINITY;

	return {
		sendWhatFits() {
			sendRecorded();
			takeUpNext();
		},
		waiting: waiting.size,
		async settled() {
			for (const flight of waiting.all()) {
				flight.goAhead();
			}

			await Promise.all(underWay);
		},
	};

	function sendRecorded(): void {
		for (const flight of waiting.all()) {
			if (pool.size() >= window.size()) {
				return;
			}

			if (flight.isRecorded() && fits(flight.move)) {
				waiting.remove(flight);
				pool.add(flight);
				flight.goAhead();
			}
		}
	}

	/**
	 * Takes up what fits now, and as much again, so that its records are on the disk by the time there is room for it:
	 * else each step-down would begin with a wait for the disk, and cost a sync of its own.
	 */
	function takeUpNext(): void {
		const ahead = gapMs > 0 ? 0 : window.size();
		if (pool.size() >= window.size() && waiting.size() > ahead / 2) {
			return;
		}

		while (queue.size() > 0 && pool.size() + waiting.size() < window.size() + ahead) {
			if (clock.now() < nextAt) {
				wakeup.wakeAt(nextAt);
				return;
			}

			const next = queue.take(mayWait);
			if (!next) {
				return;
			}

			takeUp(next);
		}
	}

	function fits(move: Move): boolean {
		const known = picture();
		return (
			pool.hasRoomFor(move, limitOf(move)) &&
			(isDirected(known, move) || pool.mayChooseFreely(move.from))
		);
	}

	/** No more for a server than it may have in flight: what waits for it is not to be in the way of others. */
	function mayWait(move: Move, group: RaftGroup): boolean {
		return (
			!pool.moves().has(move.group) &&
			waiting.hasRoomFor(move, limitOf(move)) &&
			mayTry(move, group)
		);
	}

	/** A server that may turn out not to take the lead is not tried with many groups at once. */
	function mayTry({to}: Move, {accountId}: RaftGroup): boolean {
		if (to === undefined) {
			return true;
		}

		const limit = trials.limit(accountId, to);
		return (
			limit === Infinity ||
			pool.countTowards(accountId, to) + waiting.countTowards(accountId, to) < limit
		);
	}

	function limitOf(move: Move): number {
		return limitAt(picture(), move, limits.maxInFlightPerServer);
	}

	function takeUp({move, group}: QueuedMove): void {
		const now = clock.now();
		// A late alarm is made up for, a long pause is not.
		nextAt = (nextAt > now - gapMs ? nextAt : now) + gapMs;
		resting.noteTry(move.group);
		const flight = startFlight(move, picture().groups.get(move.group) ?? group, parts.flight);
		waiting.add(flight);
		const landing = land(flight)
			.catch(parts.onFault)
			.finally(() => underWay.delete(landing));
		underWay.add(landing);
	}

	async function land(flight: MoveFlight): Promise<void> {
		const outcome = await flight.outcome;
		waiting.remove(flight);
		pool.remove(flight);
		learn(flight, outcome);
		wakeup.wake();
		await flight.settled;
	}

	function learn(flight: MoveFlight, outcome: MoveOutcome): void {
		const {result, electionMs} = outcome;
		const sentAt = flight.sentAt();
		const failed =
			sentAt === undefined ? result === 'refused' : electionMs === undefined && !flight.isDeleted();
		if (sentAt !== undefined && electionMs !== undefined) {
			window.onElection(electionMs, sentAt);
		} else if (sentAt !== undefined && failed) {
			window.onTrouble(sentAt, clock.now());
		}

		const {move, group} = outcome;
		const isTrial = transferred.has(result) && sentAt !== undefined && !flight.isDeleted();
		if (isTrial && trials.note(outcome, flight.directed) && parts.mayReplan) {
			// It was planned with a server that is left out from now on.
			queue.drop();
		}

		const isLeftOut = result === 'void' && trials.whyNot(move, group) !== undefined;
		if (result !== 'as-wanted' && result !== 'cancelled' && !isLeftOut) {
			resting.noteFailure(move.group, clock.now());
		}

		parts.onEnd(outcome, failed);
	}
}

/** The leader has stepped down, as far as is known. */
const transferred: ReadonlySet<MoveResult> = new Set(['as-wanted', 'elsewhere', 'no-election']);
