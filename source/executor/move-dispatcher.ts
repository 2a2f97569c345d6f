import type {Move, MoveOutcome} from '../domain/move.ts';
import type {AdaptiveWindow} from './adaptive-window.ts';
import type {Bell} from './bell.ts';
import type {FlightPool} from './flight-pool.ts';
import {startFlight, type FlightParts, type MoveFlight} from './move-flight.ts';
import type {MoveQueue, QueuedMove} from './move-queue.ts';
import type {RestingGroups} from './resting-groups.ts';
import type {RunLimits} from './run-limits.ts';
import {isDirected, limitAt} from './step-down-limits.ts';

/** Takes queued moves up as the limits allow, and learns from how they end. */
export type MoveDispatcher = {
	readonly sendWhatFits: () => void;
	/** Resolves when nothing is under way any more. */
	readonly settled: () => Promise<void>;
};

export type DispatcherParts = {
	readonly queue: MoveQueue;
	readonly pool: FlightPool;
	readonly window: AdaptiveWindow;
	readonly resting: RestingGroups;
	readonly limits: RunLimits;
	/** Rung after each end, and when the rate allows the next request. */
	readonly bell: Bell;
	readonly flight: FlightParts;
	readonly onEnd: (outcome: MoveOutcome, failed: boolean) => void;
	/** A callback threw. */
	readonly onFault: (error: unknown) => void;
};

export function moveDispatcher(parts: DispatcherParts): MoveDispatcher {
	const {queue, pool, window, resting, limits, bell} = parts;
	const {clock, picture} = parts.flight;
	const gapMs = limits.ratePerSecond === undefined ? 0 : 1000 / limits.ratePerSecond;
	const underWay = new Set<Promise<void>>();
	let nextAt = Number.NEGATIVE_INFINITY;

	return {
		sendWhatFits() {
			while (queue.size() > 0 && pool.size() < window.size()) {
				if (clock.now() < nextAt) {
					bell.setAlarm(nextAt);
					return;
				}

				const next = queue.take(fits);
				if (!next) {
					return;
				}

				takeUp(next);
			}
		},
		async settled() {
			await Promise.all(underWay);
		},
	};

	function fits(move: Move): boolean {
		const known = picture();
		return (
			pool.hasRoomFor(move, limitAt(known, move, limits.maxInFlightPerServer)) &&
			(isDirected(known, move) || pool.mayChooseFreely(move.from))
		);
	}

	function takeUp({move, group}: QueuedMove): void {
		const now = clock.now();
		// A late alarm is made up for, a long pause is not.
		nextAt = (nextAt > now - gapMs ? nextAt : now) + gapMs;
		resting.noteTry(move.group);
		const flight = startFlight(move, picture().groups.get(move.group) ?? group, parts.flight);
		pool.add(flight);
		const landing = land(flight)
			.catch(parts.onFault)
			.finally(() => underWay.delete(landing));
		underWay.add(landing);
	}

	async function land(flight: MoveFlight): Promise<void> {
		const outcome = await flight.outcome;
		pool.remove(flight);
		learn(flight, outcome);
		bell.ring();
		await flight.settled;
	}

	function learn(flight: MoveFlight, outcome: MoveOutcome): void {
		const {result, electionMs} = outcome;
		const sentAt = flight.sentAt();
		const failed = sentAt !== undefined && electionMs === undefined && !flight.isDeleted();
		if (sentAt !== undefined && electionMs !== undefined) {
			window.onElection(electionMs, sentAt);
		} else if (sentAt !== undefined && failed) {
			window.onTrouble(sentAt, clock.now());
		}

		if (result !== 'as-wanted' && result !== 'cancelled') {
			resting.noteFailure(outcome.move.group, clock.now());
		}

		parts.onEnd(outcome, failed);
	}
}
