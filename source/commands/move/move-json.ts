import type {ClusterSummary} from '../../domain/cluster-summary.ts';
import {flowsOf} from '../../domain/plan/plan.ts';
import {planImprovements} from '../../domain/plan/improvement.ts';
import type {Offer} from '../../domain/plan/offer.ts';
import {stopLine} from '../../executor/reasons.ts';
import type {RunEvent} from '../../executor/run.ts';
import {accountJson, outcomeJson, plannedMoveJson, clusterJson} from '../../report/report-json.ts';
import type {KeepEvent} from '../../session/keep-even.ts';
import type {TaskEnd} from '../../session/run-task.ts';
import type {ClusterView} from '../../state/cluster-view.ts';

/**
 * What `--json` prints when nothing was run: the plan.
 * @param reason why not, next to what the offer says by itself
 */
export function plannedJson(
	offer: Offer,
	view: ClusterView,
	before: ClusterSummary,
	{
		outcome,
		reason,
	}: {readonly outcome: 'planned' | 'refused'; readonly reason?: string | undefined},
): Record<string, unknown> {
	const {plan} = offer;
	return {
		before: [clusterJson(before)],
		// What the plan leads to, if each of its moves goes as planned.
		after: [
			clusterJson({
				...before,
				distribution: plan.after,
				why: [],
				best: {
					...before.best,
					stepDowns: Math.max(0, before.best.stepDowns - plan.stepDowns),
					improves: plan.stepDowns < before.best.stepDowns ? before.best.improves : [],
				},
			}),
		],
		planned: plan.stepDowns,
		expected: plan.expectedRequests,
		expectedMs: Math.round(offer.expectedMs),
		stepDowns: 0,
		elapsedMs: 0,
		outcome,
		reason: reason ?? (offer.refusals.length === 0 ? null : offer.refusals.join('; ')),
		...offerJson(offer),
		moves: plan.moves.flatMap(move => {
			const group = view.groups.get(move.group);
			return group ? [plannedMoveJson(move, group)] : [];
		}),
	};
}

/** What `--json` prints after a run. */
export function endJson(
	offer: Offer,
	before: ClusterSummary,
	{summary, after, auditFile}: TaskEnd,
): Record<string, unknown> {
	const {planned, stepDowns, elapsedMs, outcome, reason, warnings, moves} = summary;
	return {
		before: [clusterJson(before)],
		after: after ? [clusterJson(after)] : [],
		planned,
		expected: offer.plan.expectedRequests,
		expectedMs: Math.round(offer.expectedMs),
		stepDowns,
		elapsedMs,
		outcome,
		reason: reason ?? null,
		warnings,
		...offerJson(offer),
		run: summary.runId,
		audit: auditFile ?? null,
		moves: moves.map(outcomeJson),
	};
}

function offerJson({plan, drain, refusals, locked, unmeasured}: Offer) {
	return {
		cluster: plan.cluster,
		by: plan.measure === 'messages' ? 'load' : 'count',
		...(plan.measure === 'messages' && {
			messagesPerSecond: plan.loads.map(({server, before, after}) => ({server, before, after})),
			unmeasured,
		}),
		...(drain !== undefined && {server: drain}),
		improves: drain === undefined ? planImprovements(plan) : [],
		refusals,
		locked,
		flows: flowsOf(plan.moves).map(({from, aim, count, undirected}) => ({
			from,
			to: aim,
			count,
			undirected,
		})),
		stays: Array.from(plan.stays, ([reason, groups]) => ({reason, groups: groups.length})),
		closed: Array.from(plan.closed, ([server, reason]) => ({server, reason})),
	};
}

/** An event of `balance --keep` as one line of JSON. */
export function keepJson(event: KeepEvent | RunEvent): Record<string, unknown> {
	switch (event.type) {
		case 'keep-waiting':
			return {event: 'waiting', reason: event.reason};
		case 'keep-acting':
			return {event: 'acting', needed: event.needed, allowed: event.allowed};
		default:
			return progressJson(event);
	}
}

/** An event of a run as one line of JSON. */
export function progressJson(event: RunEvent): Record<string, unknown> {
	const at = new Date(event.at).toISOString();
	switch (event.type) {
		case 'run-started':
			return {
				at,
				event: event.type,
				run: event.runId,
				planned: event.planned ?? null,
				warnings: event.warnings,
			};
		case 'move-sent':
			return {
				at,
				event: event.type,
				kind: event.group.kind,
				...accountJson(event.group),
				stream: event.group.stream,
				consumer: event.group.consumer ?? null,
				from: event.move.from,
				wanted: event.move.to ?? null,
				inFlight: event.inFlight,
			};
		case 'move-ended':
			return {at, event: event.type, ...outcomeJson(event.outcome)};
		case 'replanned':
			return {at, event: event.type, moves: event.moves, resting: event.resting};
		case 'run-stopping':
			return {at, event: event.type, reason: stopLine(event.reason), inFlight: event.inFlight};
		case 'run-ended': {
			const {runId, outcome, planned, stepDowns, elapsedMs, reason} = event.summary;
			return {
				at,
				event: event.type,
				run: runId,
				outcome,
				planned,
				stepDowns,
				elapsedMs,
				reason: reason ?? null,
			};
		}
	}
}
