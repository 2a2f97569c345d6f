import type {ReactNode} from 'react';
import {Box} from 'ink';
import {electionCauses, electionCauseWords, electionKind} from '../../domain/election-cause.ts';
import {formatCount} from '../../domain/format.ts';
import {formatDuration, formatElapsed, clockTime} from '../../domain/time.ts';
import type {RaftGroup} from '../../domain/raft-group.ts';
import {electionsOf} from '../../state/election-record.ts';
import {electionsPerMinute} from '../../state/election-record.ts';
import {flapElections, flapWindowMs} from '../../state/recent-elections.ts';
import {Dialog, dialogWidth} from '../components/dialog.tsx';
import {factRows, spanRow, textRows, toned} from '../components/facts.tsx';
import {sparkline} from '../components/sparkline.ts';
import {tableRows} from '../components/table.tsx';
import {groupName} from '../rows/group-words.ts';
import type {Glyphs} from '../glyphs.ts';
import {electionsTitle} from '../rows/election-words.ts';
import type {Scene} from '../rows/scene.ts';
import {timeline} from '../rows/timeline.ts';
import {electionColumns, workRows} from './elections.tsx';

/** Everything about elections: how many a minute, why, which groups flap, how long they had no leader, and each one. */
export function ElectionHistory({top, scene}: {readonly top: number; readonly scene: Scene}) {
	return (
		<Dialog
			title={electionsTitle(scene, scene.layout.columns - roomForMore)}
			rows={electionRows(scene)}
			top={top}
			layout={scene.layout}
		/>
	);
}

/** Cells of the title that say how much more there is below. */
const roomForMore = 31;

const listedElections = 500;

export function electionRows(scene: Scene): readonly ReactNode[] {
	const {shown, work, mover, cluster, layout, glyphs} = scene;
	const width = dialogWidth(layout);
	const running = work && work.phase !== 'ended' ? workRows(work, width - 2, 3, glyphs) : [];
	const atWork = mover?.(cluster.name);
	const entries = timeline(shown.elections, work?.outcomes ?? [], listedElections);
	const table = tableRows(electionColumns(entries, glyphs, true), entries, width - 2);
	return [
		...(running.length > 0 ? [...running.map(indented), null] : []),
		...charts(scene, width),
		...factRows('causes', causesText(scene), width),
		...(atWork === undefined ? [] : factRows('at work', atWork, width, 'warning')),
		...flapRows(scene, width),
		...quorumRows(scene, width),
		...gapRows(scene, width),
		null,
		...(entries.length > 0
			? [table.captions, ...table.rows].map(indented)
			: textRows('no election seen yet', width, 'muted')),
	];
}

function indented(row: ReactNode): ReactNode {
	return <Box paddingLeft={2}>{row}</Box>;
}

/** Minutes of the small charts. */
const charted = 60;

function charts({shown, shownAt, glyphs}: Scene, width: number): readonly ReactNode[] {
	const {electionTotals: totals, electionSummary} = shown;
	const cells = Math.max(7, Math.min(charted, width - 33));
	return (['planned', 'unplanned'] as const).map(kind => {
		const isWanted = (cause: keyof typeof totals) => electionKind[cause] === kind;
		const samples = electionsPerMinute(electionSummary.minutes, isWanted, shownAt, cells);
		const most = Math.max(...samples);
		return spanRow(
			toned(`  ${kind.padEnd(12)}`, 'muted'),
			toned(`${formatCount(electionsOf(totals, isWanted)).padStart(5)} `, 'strong'),
			toned(sparkline(samples, most, cells, glyphs.trend), kind === 'planned' ? 'load' : 'hot'),
			toned(glyphs.vertical, 'rule'),
			toned(most === 0 ? '' : ` max ${formatCount(most)}/min`, 'muted'),
		);
	});
}

function causesText({shown: {electionTotals}}: Scene): string {
	const causes = electionCauses
		.filter(cause => electionTotals[cause] > 0)
		.map(cause => `${formatCount(electionTotals[cause])} ${electionCauseWords[cause]}`);
	return causes.length === 0 ? 'no election seen yet' : causes.join('; ');
}

function flapRows({shown, glyphs}: Scene, width: number): readonly ReactNode[] {
	const {flapping} = shown.electionSummary;
	const within = `within ${formatDuration(flapWindowMs)}`;
	if (flapping.length === 0) {
		const none = `none (no group had ${flapElections} elections ${within})`;
		return factRows('flapping', none, width);
	}

	const named = flapping.map(
		({group, elections}) => `${fullName(group, glyphs)} ${elections} times`,
	);
	return factRows('flapping', `${firstOf(named)} ${within}`, width, 'warning');
}

function quorumRows({shown, glyphs}: Scene, width: number): readonly ReactNode[] {
	const {quorumLosses, lostQuorums} = shown.electionSummary;
	if (quorumLosses === 0) {
		return factRows('quorum', 'no loss seen', width);
	}

	const named = lostQuorums
		.toReversed()
		.map(({at, group}) => `${clockTime(at)} ${fullName(group, glyphs)}`);
	const times = quorumLosses === 1 ? '1 time' : `${formatCount(quorumLosses)} times`;
	return factRows('quorum', `lost ${times}: ${firstOf(named, quorumLosses)}`, width, 'bad');
}

function gapRows({shown}: Scene, width: number): readonly ReactNode[] {
	const {measured, totalMs, longestMs} = shown.electionSummary.gaps;
	const lost = shown.leaderless.size;
	const known =
		measured === 0
			? 'time not known of any election'
			: `${formatElapsed(totalMs / measured)} on average, ${formatElapsed(longestMs)} at most, known of ${formatCount(measured)} ${measured === 1 ? 'election' : 'elections'}`;
	const now =
		lost === 0
			? ''
			: `${formatCount(lost)} ${lost === 1 ? 'group' : 'groups'} without a leader now; `;
	return factRows('no leader', now + known, width, lost > 0 ? 'bad' : 'text');
}

function fullName(group: RaftGroup, glyphs: Glyphs): string {
	return `${group.account} ${groupName(group, glyphs)}`;
}

/** Groups that are named where several flap or lost their quorum. */
const namedGroups = 5;

function firstOf(named: readonly string[], all = named.length): string {
	const more = all > namedGroups ? ` and ${formatCount(all - namedGroups)} more` : '';
	return named.slice(0, namedGroups).join(', ') + more;
}
