import type {RollEvent, RollSummary, TurnEnd} from '../../domain/roll/roll.ts';
import type {RunEvent} from '../../executor/run.ts';
import type {RollPlan} from '../../session/roll/plan-roll.ts';
import {progressJson} from '../move/move-json.ts';

/** What `roll --dry-run --json` prints. */
export function rollPlanJson(plan: RollPlan): Record<string, unknown> {
	const {cluster, steps, skipped, balance, refusals, goesOn} = plan;
	return {
		cluster,
		outcome: refusals.length === 0 ? 'planned' : 'refused',
		refusals,
		goesOnFrom: goesOn === undefined ? null : new Date(goesOn.begunAt).toISOString(),
		turns: steps.map(({isAway, expectedMs, ...step}) => ({
			...step,
			away: isAway,
			expectedMs: Math.round(expectedMs),
		})),
		skipped,
		balance: balance
			? {stepDowns: balance.stepDowns, expectedMs: Math.round(balance.expectedMs)}
			: null,
	};
}

/** An event of a roll, or of one of its runs, as one line of JSON. */
export function rollEventJson(
	event: RollEvent | RunEvent,
	auditFile: string | undefined,
): Record<string, unknown> {
	const at = new Date(event.at).toISOString();
	switch (event.type) {
		case 'roll-started': {
			const {runId, cluster, turns, skipped, warnings} = event;
			return {at, event: event.type, run: runId, cluster, turns, skipped, warnings};
		}

		case 'turn-started': {
			const {server, version, leaders, metaLeader} = event;
			return {at, event: event.type, server, version, leaders, metaLeader};
		}

		case 'turn-waiting':
			return {at, event: event.type, server: event.server, step: event.step, reason: event.reason};
		case 'meta-moved': {
			const {server, elected = null, ms = null, reason = null} = event;
			return {at, event: event.type, server, elected, ms, reason};
		}

		case 'may-stop':
			return {at, event: event.type, server: event.server, r1: event.r1};
		case 'command-started':
			return {at, event: event.type, server: event.server};
		case 'command-output':
			return {at, event: event.type, server: event.server, text: event.text};
		case 'command-ended': {
			const {server, ms, failure = null} = event;
			return {at, event: event.type, server, ms, failure};
		}

		case 'turn-step':
			return {
				at,
				event: event.type,
				server: event.server,
				step: event.step,
				ms: Math.round(event.ms),
			};
		case 'turn-ended':
			return {at, event: event.type, ...turnJson(event.turn)};
		case 'roll-stopping':
			return {at, event: event.type};
		case 'balancing':
			return {at, event: event.type, stepDowns: event.stepDowns};
		case 'roll-ended':
			return {at, event: event.type, ...summaryJson(event.summary), audit: auditFile ?? null};
		default:
			return progressJson(event);
	}
}

function turnJson({server, versionBefore, versionAfter, elapsedMs, awayMs, stepDowns}: TurnEnd) {
	return {
		server,
		versionBefore,
		versionAfter,
		ms: Math.round(elapsedMs),
		awayMs: awayMs === undefined ? null : Math.round(awayMs),
		stepDowns,
	};
}

function summaryJson(summary: RollSummary) {
	const {runId, outcome, reason, done, skipped, left, cutOff, elapsedMs, stepDowns} = summary;
	return {
		run: runId,
		outcome,
		reason: reason ?? null,
		done: done.map(turnJson),
		skipped,
		left,
		cutOff: cutOff ?? null,
		elapsedMs: Math.round(elapsedMs),
		stepDowns,
		unrequestedElections: summary.unrequested,
		longestGapMs: summary.longestGapMs ?? null,
		warnings: summary.warnings,
	};
}
