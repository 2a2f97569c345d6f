import {formatElapsed} from '../../domain/time.ts';
import {formatRatio} from '../../domain/format.ts';
import {sparkline} from '../components/bars.ts';
import type {Glyphs} from '../glyphs.ts';
import type {Scene} from './scene.ts';
import {fitParts, form, lineWidth, toned, type Line, type Part} from '../text/line.ts';
import {cellWidth, wrapText} from '../text/width.ts';
import type {Tone} from '../theme.ts';
import type {Work} from '../../domain/work.ts';

/** How far step-downs are, and how they ended, on at most `height` lines. */
export function workLines(
	work: Work,
	width: number,
	height: number,
	glyphs: Glyphs,
): readonly Line[] {
	const parts = workParts(work, glyphs);
	const {conclusion, warnings} = work;
	const remarks = [...(conclusion === undefined ? [] : [conclusion]), ...warnings].join(
		` ${glyphs.dot} `,
	);
	if (height === 1) {
		const room = width - Math.min(cellWidth(remarks) + 2, Math.ceil(width / 2));
		const fitted = fitParts(parts, remarks === '' ? width : room);
		const gap = remarks === '' || fitted.length === 0 ? '' : '  ';
		return [[...fitted, toned(gap + remarks, 'warning')]];
	}

	// What it is and its bar stand first: the counts go below them where they do not fit beside.
	const isLong = lineWidth(fitParts(parts, Infinity)) > width;
	const counts = (isLong ? [parts.slice(0, 2), parts.slice(2)] : [parts])
		.filter(line => line.length > 0)
		.map(line => fitParts(line, width));
	const room = height - counts.length;
	if (remarks === '' || room < 1) {
		return counts;
	}

	// Cut with a sign where there are not enough lines.
	const wrapped = wrapText(remarks, Math.max(8, width - 2));
	const last = wrapped.slice(room - 1).join(' ');
	const shown = wrapped.length > room ? [...wrapped.slice(0, room - 1), last] : wrapped;
	return [...counts, ...shown.map(line => [toned(`  ${line}`, 'warning')])];
}

/** `step down 68 groups  ████▌       30 of 68 done  2 in flight  1 elsewhere`. */
function workParts(work: Work, {eighths}: Glyphs): readonly Part[] {
	const {title, planned, sent, inFlight, ended, phase, conclusion, elapsedMs} = work;
	if (planned === undefined && conclusion !== undefined) {
		// There never was a plan: the reason needs the room.
		return [];
	}

	const failed = ended.refused + ended['no-answer'] + ended['no-election'];
	const done = ended['as-wanted'] + ended.elsewhere;
	// Where servers choose who follows, more step-downs may be needed than were expected.
	const doneWords =
		planned === undefined
			? `${done} done`
			: done > planned
				? `${done} done, ${planned} expected`
				: `${done} of ${planned} done`;
	const filled = planned === undefined ? 0 : Math.min(1, done / planned) * progressCells;
	const bar = (eighths.at(-1) ?? '#').repeat(Math.round(filled) || 0).padEnd(progressCells);
	return [
		part(3, title, 'strong'),
		phase === 'ended' || planned === undefined || planned === 0 ? [] : part(6, bar, 'load'),
		part(1, doneWords, 'strong'),
		count(8, phase === 'ended' ? 0 : sent, 'sent'),
		count(7, inFlight, 'in flight'),
		count(4, ended.elsewhere, 'elsewhere', 'warning'),
		count(2, failed, 'failed', 'bad'),
		count(5, ended.void + ended.cancelled, 'not sent', 'muted'),
		elapsedMs === undefined ? [] : part(6, `in ${formatElapsed(elapsedMs)}`),
		phase === 'stopping' ? part(2, 'stopping', 'warning') : [],
	];
}

const progressCells = 10;

function part(rank: number, text: string, tone?: Tone): Part {
	return [form(rank, toned(text, tone))];
}

function count(rank: number, number: number, words: string, tone?: Tone): Part {
	return number > 0 ? part(rank, `${number} ${words}`, tone) : [];
}

/** Who else moves leaders here, in words; the claim of a run of ours is still heard of for a moment after it ended. */
export function otherMover({mover, cluster, work, now}: Scene): string | undefined {
	const isOurs = work !== undefined && (work.phase !== 'ended' || now - (work.endedAt ?? 0) < 2000);
	return isOurs ? undefined : mover?.(cluster.name);
}

/** `skew 1.80x → 1.02x ▇▇▇▅▂ 34 of 68` while moves run: then, now, the way between, and how many are done. */
export function skewGauge(scene: Scene): Line | undefined {
	const {work, distribution, rules, glyphs} = scene;
	if (work?.startedAt === undefined || work.phase === 'ended') {
		return undefined;
	}

	const {planned, ended, startedAt} = work;
	const done = ended['as-wanted'] + ended.elsewhere;
	const now = distribution.maxRatio;
	const skews = [...skewsSince(scene, startedAt), now];
	// What is over the average: an even cluster has nothing to show.
	const over = skews.map(skew => skew - 1);
	const trend = sparkline(over, Math.max(...over), Math.min(12, skews.length), glyphs);
	return [
		toned('skew ', 'muted'),
		`${formatRatio(skews[0])}x ${glyphs.arrow} `,
		toned(`${formatRatio(now)}x `, now > rules.threshold ? 'hot' : 'strong'),
		toned(`${trend} `, 'load'),
		planned === undefined ? `${done} done` : `${done} of ${planned}`,
	];
}

/** Times the average that the fullest server led, from the last sample before `since` on. */
function skewsSince({shown, distribution}: Scene, since: number): readonly number[] {
	const members = distribution.shares.filter(({ratio}) => ratio !== undefined);
	const trends = members.map(({server}) => shown.trend(server.name));
	const times = shown.sampledAt;
	const begin = Math.max(
		0,
		times.findLastIndex(at => at <= since),
	);
	return times.slice(begin).map((_, index) => {
		const fromEnd = index + begin - times.length;
		const leaders = trends.map(trend => trend.at(fromEnd) ?? 0);
		const average = leaders.reduce((sum, count) => sum + count, 0) / Math.max(1, members.length);
		return average === 0 ? 0 : Math.max(...leaders) / average;
	});
}
