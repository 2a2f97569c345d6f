import {electionCauses, electionCauseWords, electionKind} from '../../domain/election-cause.ts';
import {formatCount} from '../../domain/format.ts';
import {formatDuration, formatElapsed, clockTime} from '../../domain/time.ts';
import type {RaftGroup} from '../../domain/raft-group.ts';
import {electionsOf, electionsPerMinute} from '../../state/election-record.ts';
import {flapElections, flapWindowMs} from '../../state/recent-elections.ts';
import {sparkline} from '../components/bars.ts';
import {tableLines} from '../components/table.tsx';
import type {Scene} from './scene.ts';
import {timeline} from './timeline.ts';
import {counted} from '../../domain/words.ts';
import {factLines, textLines, toned, type Line} from '../text/line.ts';
import {electionColumns} from './elections.ts';
import {groupName} from './group-words.ts';
import {otherMover, workLines} from './work.ts';

const listedElections = 500;

/** Everything about elections: how many a minute, why, which groups flap, how long they had no leader, and each one. */
export function electionLines(scene: Scene, width: number): readonly Line[] {
	const {shown, work, glyphs} = scene;
	const isRunning = work !== undefined && work.phase !== 'ended';
	const running = isRunning ? workLines(work, width - 2, 3, glyphs) : [];
	const others = otherMover(scene);
	const entries = timeline(shown.elections, work?.outcomes ?? [], listedElections);
	const columns = electionColumns(entries, glyphs, true);
	return [
		...(running.length > 0 ? [...running.map(indented), []] : []),
		...charts(scene, width),
		...factLines('causes', causesText(scene), width),
		...(others === undefined ? [] : factLines('at work', others, width, 'warning')),
		...flapLines(scene, width),
		...quorumLines(scene, width),
		...gapLines(scene, width),
		[],
		...(entries.length > 0
			? tableLines(columns, entries, width - 2, glyphs.ellipsis).map(indented)
			: textLines('no election seen yet', width, 'muted')),
	];
}

function indented(line: Line): Line {
	return ['  ', ...line];
}

function charts({shown, shownAt, glyphs}: Scene, width: number): readonly Line[] {
	const {electionTotals: totals, electionSummary} = shown;
	// A cell a minute.
	const cells = Math.max(7, Math.min(60, width - 33));
	return (['planned', 'unplanned'] as const).map(kind => {
		const isWanted = (cause: keyof typeof totals) => electionKind[cause] === kind;
		const samples = electionsPerMinute(electionSummary.minutes, isWanted, shownAt, cells);
		const most = Math.max(...samples);
		return [
			toned(`  ${kind.padEnd(12)}`, 'muted'),
			toned(`${formatCount(electionsOf(totals, isWanted)).padStart(5)} `, 'strong'),
			toned(sparkline(samples, most, cells, glyphs), kind === 'planned' ? 'load' : 'hot'),
			toned(glyphs.vertical, 'rule'),
			toned(most === 0 ? '' : ` max ${formatCount(most)}/min`, 'muted'),
		];
	});
}

function causesText({shown: {electionTotals}}: Scene): string {
	const causes = electionCauses
		.filter(cause => electionTotals[cause] > 0)
		.map(cause => `${formatCount(electionTotals[cause])} ${electionCauseWords[cause]}`);
	return causes.length === 0 ? 'no election seen yet' : causes.join('; ');
}

function flapLines(scene: Scene, width: number): readonly Line[] {
	const {flapping} = scene.shown.electionSummary;
	const within = `within ${formatDuration(flapWindowMs)}`;
	if (flapping.length === 0) {
		const none = `none (no group had ${flapElections} elections ${within})`;
		return factLines('flapping', none, width);
	}

	const all = flapping.map(({group, elections}) => `${fullName(group, scene)} ${elections} times`);
	return factLines('flapping', `${firstOf(all)} ${within}`, width, 'warning');
}

function quorumLines(scene: Scene, width: number): readonly Line[] {
	const {quorumLosses, lostQuorums} = scene.shown.electionSummary;
	if (quorumLosses === 0) {
		return factLines('quorum', 'none lost', width);
	}

	const all = lostQuorums
		.toReversed()
		.map(({at, group}) => `${clockTime(at)} ${fullName(group, scene)}`);
	const times = counted(quorumLosses, 'time', undefined, formatCount);
	return factLines('quorum', `lost ${times}: ${firstOf(all, quorumLosses)}`, width, 'bad');
}

function gapLines({shown}: Scene, width: number): readonly Line[] {
	const {measured, totalMs, longestMs} = shown.electionSummary.gaps;
	const lost = shown.leaderless.size;
	const known =
		measured === 0
			? 'no election measured'
			: `${formatElapsed(totalMs / measured)} on average, ${formatElapsed(longestMs)} at most (${counted(measured, 'election', undefined, formatCount)} measured)`;
	const now =
		lost === 0 ? '' : `${counted(lost, 'group', undefined, formatCount)} without a leader now; `;
	return factLines('no leader', now + known, width, lost > 0 ? 'bad' : 'text');
}

function fullName(group: RaftGroup, {glyphs}: Scene): string {
	return `${group.account} ${groupName(group, glyphs)}`;
}

/** Groups that are named where several flap or lost their quorum. */
const namedGroups = 5;

function firstOf(names: readonly string[], all = names.length): string {
	const more = all > namedGroups ? ` and ${formatCount(all - namedGroups)} more` : '';
	return names.slice(0, namedGroups).join(', ') + more;
}
