import {electionCauses, electionCauseWords, electionKind} from '../../domain/election-cause.ts';
import {formatCount} from '../../domain/format-count.ts';
import {formatDuration, formatElapsed} from '../../domain/format-duration.ts';
import {electionsOf} from '../../state/election-record.ts';
import {electionsPerMinute} from '../../state/elections-per-minute.ts';
import {flapElections, flapWindowMs} from '../../state/restless-groups.ts';
import type {Scene} from '../scene/scene.ts';
import {timeline} from '../scene/timeline.ts';
import {span, type Line} from '../text/line.ts';
import type {Tone} from '../theme.ts';
import {clockTime} from './clock-time.ts';
import {drawFact} from './fact.ts';
import {groupName} from './group-name.ts';
import {drawHappening} from './happening.ts';
import {drawTrend} from './trend.ts';
import {drawWork} from './work-line.ts';

/** Minutes of the small charts. */
const charted = 60;

/** Groups that are named where several flap or lost their quorum. */
const namedGroups = 5;

const listedElections = 500;

export function electionsViewTitle({shown, clusters}: Scene): Line {
	return [
		span('elections: '),
		span(formatCount(shown.electionCount), 'strong'),
		span(clusters.length > 1 ? ' seen, in all clusters' : ' seen'),
	];
}

/** Everything about elections: how many a minute, why, which groups flap, how long nobody led, and the latest one by one. */
export function drawElectionsView(scene: Scene, width: number): Line[] {
	const {shown, work, glyphs} = scene;
	const totals = shown.electionTotals;
	const fact = (caption: string, text: string, tone?: Tone) => drawFact(caption, text, width, tone);
	const happenings = timeline(shown.elections, work?.outcomes ?? [], listedElections);
	const running =
		work && work.phase !== 'ended' ? [[span('  '), ...drawWork(work, glyphs)], []] : [];
	const causes = electionCauses
		.filter(cause => totals[cause] > 0)
		.map(cause => `${formatCount(totals[cause])} ${electionCauseWords[cause]}`);
	return [
		...running,
		...charts(scene, width),
		...fact('causes', causes.length === 0 ? 'no election seen yet' : causes.join('; ')),
		...moverFact(scene, width),
		...flapFact(scene, width),
		...quorumFact(scene, width),
		...gapFact(scene, width),
		[],
		...happenings.map(happening => [span('  '), ...drawHappening(happening, glyphs)]),
	];
}

function charts({shown, shownAt, glyphs}: Scene, width: number): Line[] {
	const {electionTotals: totals, electionSummary} = shown;
	const {minutes} = electionSummary;
	const cells = Math.max(10, Math.min(charted, width - 33));
	return (['planned', 'unplanned'] as const).flatMap((kind, index) => {
		const isWanted = (cause: keyof typeof totals) => electionKind[cause] === kind;
		const samples = electionsPerMinute(minutes, isWanted, shownAt, cells);
		const most = Math.max(...samples);
		const count = electionsOf(totals, isWanted);
		const scale = most === 0 ? '' : ` max ${formatCount(most)}/min`;
		return [
			[
				span(`  ${kind.padEnd(12)}`, 'muted'),
				span(formatCount(count).padStart(5), 'strong'),
				span(' '),
				span(drawTrend(samples, most, cells, glyphs), index === 0 ? 'load' : 'hot'),
				span(glyphs.vertical, 'rule'),
				span(scale, 'muted'),
			],
		];
	});
}

function moverFact({mover, cluster}: Scene, width: number): Line[] {
	const words = mover?.(cluster.name);
	return words === undefined ? [] : drawFact('at work', words, width, 'warning');
}

function flapFact({shown, glyphs}: Scene, width: number): Line[] {
	const {flapping} = shown.electionSummary;
	const window = formatDuration(flapWindowMs);
	if (flapping.length === 0) {
		return drawFact(
			'flapping',
			`none (no group elected ${flapElections} times within ${window})`,
			width,
		);
	}

	const named = flapping
		.slice(0, namedGroups)
		.map(({group, elections}) => `${group.account} ${groupName(group, glyphs)} ${elections} times`);
	return drawFact(
		'flapping',
		`${named.join(', ')}${moreWords(flapping.length)} within ${window}`,
		width,
		'warning',
	);
}

function quorumFact({shown, glyphs}: Scene, width: number): Line[] {
	const {quorumLosses, lostQuorums} = shown.electionSummary;
	if (quorumLosses === 0) {
		return drawFact('quorum', 'no loss seen', width);
	}

	const named = lostQuorums
		.toReversed()
		.slice(0, namedGroups)
		.map(({at, group}) => `${clockTime(at)} ${group.account} ${groupName(group, glyphs)}`);
	return drawFact(
		'quorum',
		`lost ${quorumLosses === 1 ? '1 time' : `${formatCount(quorumLosses)} times`}: ${named.join(', ')}${moreWords(quorumLosses)}`,
		width,
		'bad',
	);
}

function gapFact({shown}: Scene, width: number): Line[] {
	const {measured, totalMs, longestMs} = shown.electionSummary.gaps;
	const lost = shown.leaderless.size;
	const now = lost === 0 ? '' : `; ${formatCount(lost)} without a leader now`;
	const known =
		measured === 0
			? 'not known of any election'
			: `${formatElapsed(totalMs / measured)} on average, ${formatElapsed(longestMs)} at most, known of ${formatCount(measured)} elections`;
	return drawFact('no leader', known + now, width, lost > 0 ? 'bad' : 'text');
}

function moreWords(all: number): string {
	return all > namedGroups ? ` and ${formatCount(all - namedGroups)} more` : '';
}
