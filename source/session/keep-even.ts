import type {Cluster} from '../cluster.ts';
import type {Pace} from '../domain/plan/expected-time.ts';
import type {PlanOptions} from '../domain/plan/plan-options.ts';
import type {GroupKey} from '../domain/raft-group.ts';
import {AuditError} from '../executor/audit-file.ts';
import type {AuditSink} from '../executor/audit.ts';
import {balanceShortfall, runBalance} from '../executor/goals.ts';
import {type Clock, systemClock} from '../time/clock.ts';
import {sleep} from '../time/sleep.ts';
import {planPicture} from '../executor/goal-planner.ts';
import type {RunEvent} from '../executor/run.ts';
import {defaultLimits} from '../executor/limits.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import {type MadeOffer, makeOffer} from './make-offer.ts';
import {idleReason, deferReason} from './idle-reason.ts';

export type KeepParts = {
	readonly cluster: Cluster;
	readonly view: ClusterView;
	readonly plan: PlanOptions;
	/** Servers that are given no leaders now, besides those of the plan. */
	readonly cordon?: () => readonly string[];
	readonly pace: Pace;
	/** Step-downs in any hour, at most. */
	readonly maxPerHour: number;
	/** How long a server that came back is given no leaders. */
	readonly restMs: number;
	/** Opens the audit trail before each run, anew where it could not be written. Throws an `AuditError` when it cannot be written now. */
	readonly openAudit: () => Promise<AuditSink>;
	/** Ends it between two step-downs. */
	readonly signal: AbortSignal;
	/** How often it is looked whether there is something to do, in ms. */
	readonly checkMs?: number;
	readonly listener: (event: KeepEvent | RunEvent) => void;
	readonly clock?: Clock;
};

export type KeepEvent =
	/** Nothing is done now; reported once, until the reason is another one. */
	| {readonly type: 'keep-waiting'; readonly at: number; readonly reason: string}
	| {
			readonly type: 'keep-acting';
			readonly at: number;
			/** Step-downs that would make it even, and how many of them are within this hour's bounds. */
			readonly needed: number;
			readonly allowed: number;
	  };

const hourMs = 3_600_000;

/** After a run that did not get there, whatever was the cause is given time to pass: twice as long after each further one. */
const afterTroubleMs = 30_000;
const longestRestMs = 600_000;

/** The share of its time that it spends on finding out that there is nothing to do: a plan for 100,000 groups takes half a second. */
const thinkingShare = 1 / 50;

/** Keeps a cluster even until the signal ends it. Never acts on an incomplete view, nor while a server is coming back. */
export async function keepEven(parts: KeepParts): Promise<void> {
	const {view, plan, maxPerHour, restMs, signal, listener} = parts;
	const {clock = systemClock, checkMs = 2000} = parts;
	const sent = recentMoves(hourMs);
	let reported = '';
	let troubles = 0;
	let rest = {until: 0, reason: ''};
	let thoughtMs = 0;

	while (!signal.aborted) {
		thoughtMs = 0;
		await look();
		await sleep(Math.max(checkMs, thoughtMs / thinkingShare), signal, clock);
	}

	async function look(): Promise<void> {
		const now = clock.now();
		const reason = deferReason({view, cluster: plan.cluster, restMs, now});
		if (reason !== undefined) {
			// It will be another cluster than the one on which runs failed.
			troubles = 0;
			rest = {...rest, until: Math.min(rest.until, now + afterTroubleMs)};
			wait(reason);
			return;
		}

		if (now < rest.until) {
			wait(rest.reason);
			return;
		}

		const tries = sent.tries(now);
		const tired = new Set(
			[...tries.keys()].filter(group => (tries.get(group) ?? 0) >= defaultLimits.triesPerGroup),
		);
		const made = await offerWithout(tired, now);
		if (balanceShortfall(made.offer.plan) === undefined) {
			const {line, kind} = await idleReason({view, made, tired, now: clock.now});
			wait(line, kind);
			thoughtMs = clock.now() - now;
			return;
		}

		const allowed = maxPerHour - sent.count(now);
		if (allowed <= 0) {
			wait(`limit reached: ${maxPerHour} step-downs in the last hour (--max-per-hour)`);
			return;
		}

		const audit = await auditTrail();
		if (audit && !signal.aborted) {
			reported = '';
			const needed = made.offer.plan.stepDowns;
			listener({type: 'keep-acting', at: now, needed, allowed: Math.min(needed, allowed)});
			await run({plan: made.plan, tries, audit, maxMoves: allowed});
		}
	}

	/** What there is to do if these groups stay where they are. */
	async function offerWithout(tired: ReadonlySet<GroupKey>, now: number): Promise<MadeOffer> {
		const pinned = planPicture(view, {resting: tired, inFlight: new Map(), leftOut: new Map()});
		return makeOffer({
			...parts,
			view: pinned === view ? view : {...view, ...pinned},
			task: {type: 'balance'},
			plan: {
				...plan,
				cordon: [...(plan.cordon ?? []), ...(parts.cordon?.() ?? [])],
				rest: {now, restMs},
			},
			slices: {now: clock.now},
		});
	}

	/** Undefined, and reported, while it cannot be written. */
	async function auditTrail(): Promise<AuditSink | undefined> {
		try {
			return await parts.openAudit();
		} catch (error) {
			if (!(error instanceof AuditError)) {
				throw error;
			}

			rest = {until: clock.now() + afterTroubleMs, reason: `cannot act: ${error.message}`};
			wait(rest.reason);
			return undefined;
		}
	}

	async function run(
		goal: Pick<MadeOffer, 'plan'> & {
			readonly tries: ReadonlyMap<GroupKey, number>;
			readonly audit: AuditSink;
			readonly maxMoves: number;
		},
	): Promise<void> {
		const {done} = await runBalance({
			...goal,
			cluster: parts.cluster,
			picture: () => view,
			limits: parts.pace,
			signal,
			clock,
			listener(event) {
				if (event.type === 'move-sent') {
					sent.note(event.move.group, event.at);
				}

				listener(event);
			},
		});
		const {outcome, reason} = await done;
		const now = clock.now();
		if (outcome === 'balanced' || sent.count(now) >= maxPerHour) {
			troubles = 0;
			return;
		}

		const until = now + Math.min(afterTroubleMs * 2 ** troubles, longestRestMs);
		troubles++;
		rest = {
			until,
			reason: `paused until ${new Date(until).toISOString()}: the last run did not reach its goal: ${reason ?? outcome}`,
		};
	}

	/** @param kind stays the same while the reason does, whatever numbers are in it */
	function wait(reason: string, kind = reason): void {
		if (kind !== reported) {
			reported = kind;
			listener({type: 'keep-waiting', at: clock.now(), reason});
		}
	}
}

/** Step-downs of the last while, over several runs. Times are the epoch in ms. */
type RecentMoves = {
	readonly note: (group: GroupKey, at: number) => void;
	readonly count: (now: number) => number;
	/** How many of them each group had. */
	readonly tries: (now: number) => ReadonlyMap<GroupKey, number>;
};

/** Remembers the step-downs of the last `spanMs`. */
function recentMoves(spanMs: number): RecentMoves {
	let moves: {readonly group: GroupKey; readonly at: number}[] = [];

	function recent(now: number): typeof moves {
		moves = moves.filter(({at}) => now - at < spanMs);
		return moves;
	}

	return {
		note(group, at) {
			moves.push({group, at});
		},
		count: now => recent(now).length,
		tries(now) {
			const tries = new Map<GroupKey, number>();
			for (const {group} of recent(now)) {
				tries.set(group, (tries.get(group) ?? 0) + 1);
			}

			return tries;
		},
	};
}
