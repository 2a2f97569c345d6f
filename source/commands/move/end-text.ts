import {cleanText} from '../../domain/clean-text.ts';
import {formatRatio} from '../../domain/format.ts';
import type {MoveOutcome} from '../../domain/move.ts';
import {stayReasonText, type StayReason} from '../../domain/plan/read-cluster.ts';
import {shellQuote} from '../../domain/shell-quote.ts';
import {formatElapsed} from '../../domain/time.ts';
import {counted} from '../../domain/words.ts';
import type {RunOutcome} from '../../executor/run.ts';
import type {TaskEnd} from '../../session/run-task.ts';
import {outcomeText} from '../../session/work-log.ts';

/** Moves that did not go as wanted and are listed one by one. */
const missesListed = 10;

const outcomeWords: Readonly<Record<RunOutcome, string>> = {
	balanced: 'balanced',
	drained: 'drained',
	done: 'done',
	partial: 'NOT REACHED',
	aborted: 'STOPPED',
	refused: 'REFUSED',
};

/**
 * How a run ended, in text: what was done, where the leaders are now, what was left and why.
 * @param drain the server that was to be emptied
 */
export function endText({summary, after, auditFile}: TaskEnd, drain?: string): string {
	const {outcome, planned, stepDowns, elapsedMs, reason, warnings, before, moves, stays} = summary;
	const done =
		stepDowns > planned ? `${stepDowns} (${planned} expected)` : `${stepDowns} of ${planned}`;
	const count = `${done} step-downs in ${formatElapsed(elapsedMs)}`;
	const now = after?.distribution;
	const skew = `skew ${formatRatio(before.maxRatio)}x → ${formatRatio(now?.maxRatio ?? before.maxRatio)}x`;
	const lines = [
		`${outcomeWords[outcome]}: ${count} · ${skew}`,
		...(reason === undefined ? [] : [`because: ${cleanText(reason, 1000)}`]),
		...warnings.map(warning => `warning: ${cleanText(warning, 1000)}`),
		...missLines(moves),
		...(outcome === 'balanced' || outcome === 'drained' ? [] : stayLines(stays)),
		...(now
			? [
					`leaders now: ${now.shares.map(({server, leaders}) => `${cleanText(server.name)} ${leaders}`).join(', ')}`,
				]
			: []),
		...(outcome === 'drained' && drain !== undefined ? [keepEmptyLine(drain)] : []),
		...(auditFile === undefined ? [] : [`recorded in ${cleanText(auditFile, 1000)}`]),
	];
	return `${lines.join('\n')}\n`;
}

/** Only this process knows of the drain, and it ends. */
function keepEmptyLine(server: string): string {
	const flag = `--cordon ${shellQuote(server)}`;
	return `other runs do not know that ${cleanText(server)} is drained: give them ${flag} (leadertop balance ${flag}, also with --keep)`;
}

function missLines(moves: readonly MoveOutcome[]): string[] {
	const unsent = moves.filter(({result}) => result === 'cancelled').length;
	const missed = moves.filter(({result}) => result !== 'as-wanted' && result !== 'cancelled');
	const more = missed.length - missesListed;
	return [
		...missed.slice(0, missesListed).map(outcome => `  ${outcomeText(outcome)}`),
		...(more > 0 ? [`  and ${more} more failed or went elsewhere`] : []),
		...(unsent > 0 ? [`left: ${unsent} step-downs were not sent`] : []),
	];
}

function stayLines(stays: ReadonlyMap<StayReason, readonly unknown[]>): string[] {
	return Array.from(
		stays,
		([reason, groups]) => `left: ${counted(groups.length, 'group')}: ${stayReasonText[reason]}`,
	);
}
