import {cleanText} from '../../domain/clean-text.ts';
import type {RollEvent, RollSummary} from '../../domain/roll/roll.ts';
import type {TurnStep} from '../../domain/roll/turn.ts';
import {formatElapsed} from '../../domain/time.ts';
import {counted, listed} from '../../domain/words.ts';
import type {RunEvent} from '../../executor/run.ts';
import {alignedText} from '../../report/plain-table.tsx';
import type {PlannedTurn, RollPlan} from '../../session/roll/plan-roll.ts';

const clean = (text: string) => cleanText(text, 1000);

/** A roll as it is planned, for people: the order, what each step moves, and about how long that takes. */
export function planText(plan: RollPlan): string {
	const {cluster, steps, skipped, balance, refusals, goesOn} = plan;
	const stepDowns = steps.reduce((sum, step) => sum + step.stepDowns, balance?.stepDowns ?? 0);
	const expectedMs = steps.reduce((sum, step) => sum + step.expectedMs, balance?.expectedMs ?? 0);
	const lines = [
		`roll of ${clean(cluster)}: ${counted(steps.length, 'server')}, ${counted(stepDowns, 'step-down')}, about ${formatElapsed(expectedMs)} and what the restarts take`,
		...(goesOn === undefined
			? []
			: [
					`continues the roll of ${new Date(goesOn.begunAt).toISOString()}; --anew starts a new one`,
				]),
		...(steps.length === 0
			? []
			: [alignedText(steps.map((step, index) => [` ${index + 1}`, ...stepCells(step)]))]),
		...(balance === undefined
			? []
			: [
					` then balance: ${counted(balance.stepDowns, 'step-down')}, about ${formatElapsed(balance.expectedMs)}`,
				]),
		...skipped.map(({server, reason}) => ` skipped: ${clean(server)} ${clean(reason)}`),
		...refusals.map(reason => `refused: ${clean(reason)}`),
	];
	return `${lines.join('\n')}\n`;
}

function stepCells(step: PlannedTurn): readonly string[] {
	const {server, version, stepDowns, expectedMs, metaLeader, r1, isAway} = step;
	return [
		clean(server),
		clean(version),
		isAway
			? 'not online: waits until it is back'
			: `${counted(stepDowns, 'step-down')}, about ${formatElapsed(expectedMs)}`,
		[
			...(metaLeader ? ['steps down as meta leader first'] : []),
			...(r1 > 0 ? [`${counted(r1, 'group')} with one replica unavailable meanwhile`] : []),
		].join('; '),
	];
}

const stepWords: Readonly<Record<TurnStep, string>> = {
	'may-stop': 'may stop',
	drained: 'drained',
	stopped: 'stopped',
	back: 'back',
	jetstream: 'JetStream up',
	'caught-up': 'caught up',
};

/** An event in a line, without a line's end; undefined for those that people need no line for. */
export function eventText(event: RollEvent | RunEvent): string | undefined {
	switch (event.type) {
		case 'turn-started': {
			const {leaders, metaLeader} = event;
			const meta = metaLeader ? ', meta leader' : '';
			return `${clean(event.server)}: starts, version ${clean(event.version)}, leads ${counted(leaders, 'group')}${meta}`;
		}

		case 'turn-waiting':
			return `${clean(event.server)}: ${clean(event.reason)}`;
		case 'meta-moved': {
			const {elected, ms, reason} = event;
			return elected === undefined
				? `${clean(event.server)}: meta leader did not move: ${clean(reason ?? '')}`
				: `${clean(event.server)}: meta leader is ${clean(elected)} now, ${formatElapsed(ms ?? 0)}${reason === undefined ? '' : `; ${clean(reason)}`}`;
		}

		case 'may-stop': {
			const {r1} = event;
			const warning =
				r1 === 0 ? '' : `; ${counted(r1, 'group')} with one replica unavailable meanwhile`;
			return `${clean(event.server)}: drained, may stop now. Restart it${warning}`;
		}

		case 'command-started':
			return `${clean(event.server)}: command started`;
		case 'command-output':
			return `${clean(event.server)} | ${clean(event.text)}`;
		case 'command-ended': {
			const {ms, failure} = event;
			return `${clean(event.server)}: command ${failure === undefined ? 'done' : `FAILED: ${clean(failure)}`}, ${formatElapsed(ms)}`;
		}

		case 'turn-step':
			// The end of its run says so, with the step-downs.
			return event.step === 'drained'
				? undefined
				: `${clean(event.server)}: ${stepWords[event.step]} after ${formatElapsed(event.ms)}`;
		case 'turn-ended':
			return turnText(event.turn);
		case 'roll-stopping':
			return 'stops after this server; Ctrl-C again stops now';
		case 'balancing':
			return `balancing: ${counted(event.stepDowns, 'step-down')}`;
		case 'run-ended': {
			const {outcome, stepDowns, elapsedMs, reason} = event.summary;
			const why = reason === undefined ? '' : `: ${clean(reason)}`;
			return stepDowns === 0 && reason === undefined
				? undefined
				: `  ${outcome}, ${counted(stepDowns, 'step-down')} in ${formatElapsed(elapsedMs)}${why}`;
		}

		default:
			return undefined;
	}
}

function turnText(turn: RollSummary['done'][number]): string {
	const {server, versionBefore, versionAfter, elapsedMs, awayMs, stepDowns} = turn;
	const version =
		versionBefore === versionAfter ? versionAfter : `${versionBefore} → ${versionAfter}`;
	const away = awayMs === undefined ? '' : `, behind or offline for ${formatElapsed(awayMs)}`;
	return `${clean(server)}: done in ${formatElapsed(elapsedMs)}, ${clean(version)}, ${counted(stepDowns, 'step-down')}${away}`;
}

const outcomeWords: Readonly<Record<RollSummary['outcome'], string>> = {
	done: 'done',
	uneven: 'NOT EVEN',
	stopped: 'STOPPED',
	refused: 'REFUSED',
};

/** How a roll ended: what was done, what is left and how to go on. */
export function rollEndText(summary: RollSummary, auditFile: string | undefined): string {
	const {outcome, reason, done, left, cutOff, elapsedMs, stepDowns, unrequested, longestGapMs} =
		summary;
	const gap =
		longestGapMs === undefined
			? ''
			: ` · longest time without a leader ${formatElapsed(longestGapMs)}`;
	const lines = [
		`${outcomeWords[outcome]}: ${counted(done.length, 'server')} in ${formatElapsed(elapsedMs)} · ${counted(stepDowns, 'step-down')} · ${counted(unrequested, 'election')} without a request${gap}`,
		...(reason === undefined ? [] : [`because: ${clean(reason)}`]),
		...done.map(turn => `  ${turnText(turn)}`),
		...(cutOff === undefined
			? []
			: [`not finished: ${clean(cutOff.server)}, it ${clean(cutOff.condition)}`]),
		...(left.length === 0
			? []
			: [
					`left: ${left.length > 20 ? listed(left.map(clean), ', ', 20) : left.map(clean).join(', ')}`,
					'to continue: fix this and run the same command again (servers that have restarted are skipped); leadertop balance gives empty servers leaders again',
				]),
		...summary.warnings.map(warning => `warning: ${clean(warning)}`),
		...(auditFile === undefined ? [] : [`recorded in ${clean(auditFile)}`]),
	];
	return `${lines.join('\n')}\n`;
}
