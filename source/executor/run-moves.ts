import {randomUUID} from 'node:crypto';
import type {Claim} from '../cluster.ts';
import type {MoveOutcome} from '../domain/move.ts';
import {adaptiveWindow, fixedWindow, limitsOf} from './limits.ts';
import {Wakeup} from '../time/sleep.ts';
import type {MoveSource, Run, RunEvent, RunOptions, RunSummary} from './run.ts';
import {systemClock} from '../time/clock.ts';
import {flightPool} from './flight-pool.ts';
import {lateLook} from './late-look.ts';
import {moveDispatcher} from './move-dispatcher.ts';
import {moveFeed, queuedMoves, type NextMoves} from './move-feed.ts';
import {moveQueue} from './move-queue.ts';
import {restingGroups} from './resting-groups.ts';
import {onAbort} from '../time/abort.ts';
import {runGuard} from './run-guard.ts';
import {runLog} from './run-log.ts';
import {leftoverOf, missesOf, stopLine, type StopReason} from './reasons.ts';
import {targetTrials} from './target-trials.ts';
import {watchRun} from './watch-run.ts';

/**
 * Carries out step-downs within limits: checks each one right before its request, records it, verifies it by
 * the election that follows, and stops by itself when the cluster is not what it was.
 */
export function runMoves(options: RunOptions): Run {
	const {cluster, picture, audit, clock = systemClock, runId = randomUUID()} = options;
	const limits = limitsOf(options.limits);
	const wakeup = new Wakeup(clock);
	const queue = moveQueue();
	const pool = flightPool();
	const resting = restingGroups(limits.restMs, limits.triesPerGroup, options.tries);
	const window = (limits.adaptive ? adaptiveWindow : fixedWindow)(limits.maxInFlight);
	const log = runLog(runId, expectedOf(options.moves), clock.now, tell);
	const late = lateLook(cluster, pool.lookAtPicture);
	const halted = new AbortController();
	const trials = targetTrials(picture());
	const feed = moveFeed(options.moves, picture, resting, trials, halted.signal);
	const unsent: MoveOutcome[] = [];
	let phase: 'running' | 'stopping' | 'ended' = 'running';
	let stopped: StopReason | undefined;
	let fault: {readonly error: unknown} | undefined;
	let errors = 0;

	if (options.moves.type === 'list') {
		queue.push(queuedMoves(options.moves.moves, picture()));
	}

	const dispatcher = moveDispatcher({
		queue,
		pool,
		window,
		resting,
		trials,
		limits,
		wakeup,
		flight: {
			cluster,
			picture,
			clock,
			audit,
			runId,
			electionTimeoutMs: limits.electionTimeoutMs,
			whyNot: trials.whyNot,
			whyHalted,
			onSent({move, group}, directed) {
				log.noteSent({move, group, directed, inFlight: pool.size()});
			},
			onRecorded: wakeup.wake,
			onAuditFailure(error) {
				stop({type: 'audit-failed', detail: messageOf(error)});
			},
			onLate: late.ask,
		},
		onEnd,
		mayReplan: options.moves.type === 'plan',
		onFault: fail,
	});

	return {
		done: conduct(),
		stop(detail) {
			stop({type: 'asked', detail});
		},
	};

	async function conduct(): Promise<RunSummary> {
		const claim = await options.claim?.(halted.signal);
		return claim?.type === 'refused'
			? sumUp(undefined, claim.reason)
			: sumUp(await driveUnder(claim), undefined);
	}

	/** The claim is given back before the end is told: whoever hears of that may begin, and nobody takes our claim for another's. */
	async function driveUnder(claim: Claim | undefined): Promise<number | undefined> {
		const unhook = hook(claim);
		try {
			log.noteStart(claim?.warnings ?? []);
			const left = await drive();
			await dispatcher.settled();
			return left;
		} finally {
			unhook();
			await late.end();
			await claim?.release();
		}
	}

	/** Listens to everybody who may end the run. Returns the way to stop listening. */
	function hook(claim: Claim | undefined): () => void {
		const unhooks = [
			watchRun({cluster, pool, guard: runGuard(picture, options.clusterName), window, clock, stop}),
			onAbort(options.signal, reason => {
				stop({type: 'asked', detail: messageOf(reason)});
			}),
			onAbort(claim?.lost, reason => {
				stop({type: 'claim-lost', detail: messageOf(reason)});
			}),
			wakeup.clearAlarm,
		];
		return () => {
			for (const unhook of unhooks) {
				unhook();
			}
		};
	}

	/** Sends moves until there are none left to send. Returns how many groups could not be brought to the goal. */
	async function drive(): Promise<number | undefined> {
		while (!halted.signal.aborted) {
			dispatcher.sendWhatFits();
			const toSend = queue.size() + dispatcher.waiting();
			if (toSend > 0 || pool.size() > feed.askAtInFlight) {
				await wakeup.sleep();
				continue;
			}

			const next = await nextMoves();
			if (next.type === 'nothing') {
				return next.left;
			}

			if (next.type === 'moves') {
				log.notePlan(next.moves.length, next.resting);
				queue.push(next.moves);
				continue;
			}

			if (next.type === 'rest') {
				wakeup.wakeAt(next.until);
			}

			await wakeup.sleep();
		}

		return 0;
	}

	async function nextMoves(): Promise<NextMoves> {
		try {
			return await feed.next(pool.moves(), clock.now());
		} catch (error) {
			stop({type: 'plan-failed', detail: `no further plan could be made: ${messageOf(error)}`});
			return {type: 'nothing', left: 0};
		}
	}

	function onEnd(outcome: MoveOutcome, failed: boolean): void {
		if (outcome.result === 'cancelled') {
			// One of those that were never sent: the summary tells of them all.
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
		if (phase === 'running') {
			phase = 'stopping';
			stopped = reason;
			halted.abort();
			wakeup.wake();
			log.noteStopping(reason, pool.size());
		}
	}

	function fail(error: unknown): void {
		fault ??= {error};
		stop({type: 'fault', detail: messageOf(error)});
	}

	async function sumUp(left: number | undefined, refused: string | undefined): Promise<RunSummary> {
		phase = 'ended';
		const reason = refused ?? whyHalted();
		for (const {move, group} of queue.drop()) {
			unsent.push({...neverSent, move, group, reason});
		}

		const shortfall =
			left === undefined
				? missesOf(log.moves)
				: (leftoverOf(left, log.moves) ?? (await options.shortfall?.()));
		const summary = log.close({
			goal: options.goal ?? 'done',
			unsent,
			stopped,
			refused,
			shortfall,
			remarks: trials.lines(),
		});
		if (fault) {
			throw fault.error;
		}

		return summary;
	}

	function whyHalted(): string | undefined {
		return stopped && stopLine(stopped);
	}

	function tell(event: RunEvent): void {
		try {
			options.listener?.(event);
		} catch (error) {
			fail(error);
		}
	}
}

const neverSent = {result: 'cancelled', elected: undefined, electionMs: undefined} as const;

function expectedOf(source: MoveSource): number | undefined {
	return source.type === 'list' ? source.moves.length : source.expected;
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
