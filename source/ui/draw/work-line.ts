import {formatElapsed} from '../../domain/format-duration.ts';
import type {Glyphs} from '../glyphs.ts';
import {span, type Line} from '../text/line.ts';
import type {Tone} from '../theme.ts';
import type {Work} from '../work.ts';

/** How far running step-downs are: `step down 68 groups  ████▌     30 of 68 · 2 in flight · 1 elsewhere   X stops`. */
export function drawWork(work: Work, glyphs: Glyphs): Line {
	const {title, planned, sent, inFlight, ended, phase, conclusion, elapsedMs, warnings} = work;
	if (planned === undefined && conclusion !== undefined) {
		// It never came to a plan: why not needs the room.
		return [span(conclusion, 'warning')];
	}

	const failed = ended.refused + ended['no-answer'] + ended['no-election'];
	const done = ended['as-wanted'] + ended.elsewhere;
	const counts: Line[] = [
		[span(doneWords(done, planned), 'strong')],
		...count(sent, 'sent', 'text', phase !== 'ended'),
		...count(inFlight, 'in flight', 'text'),
		...count(ended.elsewhere, 'elsewhere', 'warning'),
		...count(failed, 'failed', 'bad'),
		...count(ended.void + ended.cancelled, 'not sent', 'muted'),
		...(elapsedMs === undefined ? [] : [[span(`in ${formatElapsed(elapsedMs)}`)]]),
		...(conclusion === undefined ? [] : [[span(conclusion, 'warning')]]),
		...warnings.map((warning): Line => [span(warning, 'warning')]),
	];
	return [
		span(`${title} `, 'title'),
		...(planned === undefined || planned === 0
			? []
			: [span(progressBar(done / planned, glyphs), 'load'), span(' ')]),
		...counts.flatMap((part, index) =>
			index > 0 ? [span(` ${glyphs.dot} `, 'muted'), ...part] : part,
		),
		...phaseHint[phase],
	];
}

/** Where servers choose who follows, more step-downs may be needed than were to be expected. */
function doneWords(done: number, planned: number | undefined): string {
	return planned === undefined
		? `${done} done`
		: done > planned
			? `${done} done, ${planned} expected`
			: `${done} of ${planned} done`;
}

function progressBar(fraction: number, {eighths}: Glyphs): string {
	const filled = Math.round(Math.min(1, Math.max(0, fraction)) * progressCells);
	return (eighths.at(-1) ?? '#').repeat(filled).padEnd(progressCells);
}

const progressCells = 10;

function count(number: number, words: string, tone: Tone, told = number > 0): Line[] {
	return told && number > 0 ? [[span(`${number} ${words}`, tone)]] : [];
}

const phaseHint: Readonly<Record<Work['phase'], Line>> = {
	running: [span('  X', 'key'), span(' stops')],
	stopping: [span('  stopping', 'warning')],
	ended: [],
};
