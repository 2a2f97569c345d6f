import {randomUUID} from 'node:crypto';
import type {Claim} from '../cluster.ts';
import type {ClusterEvent} from '../domain/cluster-event.ts';
import type {MoveOutcome} from '../domain/move.ts';
import {onAbort} from '../time/abort.ts';
import {systemClock} from '../time/clock.ts';
import {Wakeup} from '../time/sleep.ts';
import {Dispatcher} from './dispatcher.ts';
import {runGuard} from './guard.ts';
import {adaptiveWindow, fixedWindow, limitsOf} from './limits.ts';
import {GroupTries, nextMoves, type NextMoves} from './move-feed.ts';
import {leftoverOf, missesOf, stopLine, type StopReason} from './reasons.ts';
import {RunLog} from './run-log.ts';
import type {Run, RunEvent, RunOptions, RunSummary} from './run.ts';
import {targetTrials} from './target-trials.ts';

/**
 * Carries out step-downs within limits: checks each one right before its request, records it, verifies it by
 * the election that follows, and stops by itself when the cluster is not what it was.
 */
export function runMoves(options: RunOptions): Run {
	const {cluster, picture, audit, moves: source} = options;
	const {clock = systemClock, runId = randomUUID()} = options;
	const limits = limitsOf(options.limits);
	const wakeup = new Wakeup(clock);
	const tries = new GroupTries(limits, options.tries);
	const trials = targetTrials(picture());
	const window = (limits.adaptive ? adaptiveWindow : fixedWindow)(limits.maxInFlight);
	const log = new RunLog({
		runId,
		expected: source.type === 'list' ? source.moves.length : source.expected,
		now: clock.now,
		listener: notify,
	});
	const halted = new AbortController();
	const unsent: MoveOutcome[] = [];
	let isRunning = true;
	let stopped: StopReason | undefined;
	let fault: {readonly error: unknown} | undefined;
	let errors = 0;

	const dispatcher = new Dispatcher({
		cluster,
		picture,
		clock,
		audit,
		runId,
		limits,
		window,
		tries,
		trials,
		wakeup,
		mayReplan: source.type === 'plan',
		whyHalted,
		onSent(flight) {
			log.noteSent(flight, dispatcher.inFlight.size);
		},
		onLate: askAnew,
		onEnd,
		onAuditFailure(error) {
			stop({type: 'audit-failed', detail: messageOf(error)});
		},
		onFault: fail,
	});
	const {inFlight} = dispatcher;
	const calledOff = new AbortController();
	let asking: Promise<void> | undefined;
	if (source.type === 'list') {
		dispatcher.enqueue(source.moves);
	}

	return {
		done: conduct(),
		stop(detail) {
			stop({type: 'asked', detail});
		},
	};

	async function conduct(): Promise<RunSummary> {
		const claim = await options.claim?.(halted.signal);
		if (claim?.type === 'refused') {
			return sumUp({refused: claim.reason});
		}

		const unhooks = hook(claim);
		let left = 0;
		try {
			log.noteStart(claim?.warnings ?? []);
			left = await drive();
			await dispatcher.finish();
		} finally {
			for (const unhook of unhooks) {
				unhook();
			}

			calledOff.abort();
			await asking;
			// Before the listener hears of the end: it may start the next run, which needs the claim.
			await claim?.release();
		}

		return sumUp({shortfall: stopped ? undefined : await shortfallOf(left)});
	}

	/** Listens to everybody who may end the run. Returns the ways to stop listening. */
	function hook(claim: Claim | undefined): readonly (() => void)[] {
		const guard = runGuard(picture, options.clusterName);
		return [
			cluster.watch(event => {
				dispatcher.deliver(event);
				// Requests and elections come by the hundred, and `deliver` has all that they say.
				if (event.type !== 'leader-elected' && event.type !== 'step-down-requested') {
					// The store may listen after us: check once its picture holds the event.
					queueMicrotask(() => {
						check(event);
					});
				}
			}),
			onAbort(options.signal, reason => {
				stop({type: 'asked', detail: messageOf(reason)});
			}),
			onAbort(claim?.lost, reason => {
				stop({type: 'claim-lost', detail: messageOf(reason)});
			}),
			wakeup.clearAlarm,
		];

		function check(event: ClusterEvent): void {
			const reason = guard.whyStop(event, inFlight);
			if (reason) {
				stop(reason);
			}

			if (event.type === 'groups-reported' || event.type === 'look-completed') {
				inFlight.checkPicture();
				if (guard.newlyLeaderless(inFlight).length > 0) {
					window.onTrouble(clock.now(), clock.now());
				}
			}
		}
	}

	/** Sends moves until there are none left to send. Returns how many the plan would still make if their groups had not been tried too often. */
	async function drive(): Promise<number> {
		const askAtInFlight = source.type === 'plan' ? (source.askAtInFlight ?? 0) : 0;
		while (!halted.signal.aborted) {
			dispatcher.sendWhatFits();
			if (dispatcher.toSend > 0 || inFlight.size > askAtInFlight) {
				await wakeup.sleep();
				continue;
			}

			const next = await planNext();
			if (next.type === 'nothing') {
				return next.left;
			}

			if (next.type === 'moves') {
				log.notePlan(next.moves.length, next.resting);
				dispatcher.enqueue(next.moves);
				continue;
			}

			if (next.until !== undefined) {
				wakeup.wakeAt(next.until);
			}

			await wakeup.sleep();
		}

		return 0;
	}

	/** A fixed list was queued at the start and has nothing to add. */
	async function planNext(): Promise<NextMoves> {
		if (source.type === 'list') {
			return {type: 'nothing', left: 0};
		}

		const {leftOut} = trials;
		const state = {inFlight: inFlight.moves(), leftOut, now: clock.now(), signal: halted.signal};
		try {
			return await nextMoves(source.plan, tries, state);
		} catch (error) {
			stop({type: 'plan-failed', detail: `no further plan could be made: ${messageOf(error)}`});
			return {type: 'nothing', left: 0};
		}
	}

	/** The news of an election seems to be lost: one question at a time, for all who wait. */
	function askAnew(): void {
		asking ??= ask();

		async function ask(): Promise<void> {
			await cluster.refresh(calledOff.signal);
			asking = undefined;
			inFlight.checkPicture();
		}
	}

	function onEnd(outcome: MoveOutcome, failed: boolean): void {
		if (outcome.result === 'cancelled') {
			unsent.push(outcome);
			return;
		}

		log.noteEnd(outcome);
		errors += failed ? 1 : 0;
		if (failed && errors > limits.maxErrors) {
			stop({type: 'too-many-errors', errors, last: outcome.reason ?? outcome.result});
		}
	}

	function stop(reason: StopReason): void {
		if (isRunning) {
			isRunning = false;
			stopped = reason;
			halted.abort();
			wakeup.wake();
			log.noteStopping(reason, inFlight.size);
		}
	}

	function fail(error: unknown): void {
		fault ??= {error};
		stop({type: 'fault', detail: messageOf(error)});
	}

	async function shortfallOf(left: number): Promise<string | undefined> {
		return source.type === 'list'
			? missesOf(log.moves)
			: (leftoverOf(left, log.moves) ?? (await options.shortfall?.()));
	}

	function sumUp({refused, shortfall}: {refused?: string; shortfall?: string | undefined}) {
		isRunning = false;
		const reason = refused ?? whyHalted();
		for (const {move, group} of dispatcher.drop()) {
			unsent.push({...neverSent, move, group, reason});
		}

		const goal = options.goal ?? 'done';
		const remarks = trials.lines();
		const summary = log.close({goal, unsent, stopped, refused, shortfall, remarks});
		if (fault) {
			throw fault.error;
		}

		return summary;
	}

	function whyHalted(): string | undefined {
		return stopped && stopLine(stopped);
	}

	function notify(event: RunEvent): void {
		try {
			options.listener?.(event);
		} catch (error) {
			fail(error);
		}
	}
}

const neverSent = {result: 'cancelled', elected: undefined, electionMs: undefined} as const;

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
