import {formatElapsed} from '../../domain/time.ts';
import type {Part} from '../components/fit-parts.tsx';
import type {Glyphs} from '../glyphs.ts';
import type {Tone} from '../theme.ts';
import type {Work} from '../../domain/work.ts';

/** How far step-downs are: `step down 68 groups  ████▌       30 of 68 done  2 in flight  1 elsewhere`. */
export function workParts(work: Work, glyphs: Glyphs): readonly Part[] {
	const {title, planned, sent, inFlight, ended, phase, conclusion, elapsedMs} = work;
	if (planned === undefined && conclusion !== undefined) {
		// There never was a plan: the reason needs the room.
		return [];
	}

	const failed = ended.refused + ended['no-answer'] + ended['no-election'];
	const done = ended['as-wanted'] + ended.elsewhere;
	return [
		part(3, title, 'title'),
		phase === 'ended' || planned === undefined || planned === 0
			? []
			: part(6, progressBar(done / planned, glyphs), 'load'),
		part(1, doneWords(done, planned), 'strong'),
		count(8, phase === 'ended' ? 0 : sent, 'sent', 'text'),
		count(7, inFlight, 'in flight', 'text'),
		count(4, ended.elsewhere, 'elsewhere', 'warning'),
		count(2, failed, 'failed', 'bad'),
		count(5, ended.void + ended.cancelled, 'not sent', 'muted'),
		elapsedMs === undefined ? [] : part(6, `in ${formatElapsed(elapsedMs)}`, 'text'),
		phase === 'stopping' ? part(2, 'stopping', 'warning') : [],
	];
}

/** How work ended, and what should be known of it besides; often longer than a row. */
export function workRemarks({conclusion, warnings}: Work): readonly string[] {
	return conclusion === undefined ? warnings : [conclusion, ...warnings];
}

/** Where servers choose who follows, more step-downs may be needed than were expected. */
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

function count(rank: number, number: number, words: string, tone: Tone): Part {
	return number > 0 ? part(rank, `${number} ${words}`, tone) : [];
}

function part(rank: number, text: string, tone: Tone): Part {
	return [{rank, text: [{text, tone}]}];
}
