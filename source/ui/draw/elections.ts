import {electionKind, type ElectionCause} from '../../domain/election-cause.ts';
import {formatCount} from '../../domain/format-count.ts';
import type {Election} from '../../state/cluster-view.ts';
import {electionsOf} from '../../state/election-record.ts';
import type {Glyphs} from '../glyphs.ts';
import type {Scene} from '../scene/scene.ts';
import {timeline, type Happening} from '../scene/timeline.ts';
import {fitLine, span, type Line} from '../text/line.ts';
import {drawHappening} from './happening.ts';
import {drawWork} from './work-line.ts';

/** How long the result of work stays where its progress was. */
const resultShownMs = 15_000;

/** Compact: running work, then what happened, newest first. */
export function drawElections(scene: Scene): Line[] {
	const {layout, shown, work, glyphs} = scene;
	const happenings = timeline(shown.elections, work?.outcomes ?? [], layout.elections);
	const drawn = happenings.map(happening => drawHappening(happening, glyphs));
	const all = [...(isTold(scene, drawn.length) ? workLines(scene) : []), ...drawn];
	if (all.length === 0) {
		all.push([span('no election seen yet', 'muted')]);
	}

	return fill(all, layout.columns, layout.elections, glyphs);
}

/** Wide: what somebody wanted, and beside it what nobody is known to have wanted. */
export function drawElectionsSplit(scene: Scene): {
	readonly planned: Line[];
	readonly unplanned: Line[];
} {
	const {layout, shown, work, glyphs} = scene;
	// More than fit: the two lists share them.
	const happenings = work?.outcomes.length
		? timeline(shown.elections, work.outcomes, shared)
		: timeline(newestOfEach(shown.elections, layout.elections), [], shared);
	const drawn = (wanted: (happening: Happening) => boolean) =>
		happenings
			.filter(wanted)
			.slice(0, layout.elections)
			.map(happening => drawHappening(happening, glyphs));
	const planned = [...workLines(scene), ...drawn(isPlanned)];
	const unplanned = drawn(happening => !isPlanned(happening));
	if (planned.length === 0) {
		planned.push([span('none seen', 'muted')]);
	}

	if (unplanned.length === 0) {
		unplanned.push([span('none seen', 'muted')]);
	}

	return {
		planned: fill(planned, layout.groupColumns, layout.elections, glyphs),
		unplanned: fill(
			unplanned.map(line => [span(' '), ...line]),
			layout.sideColumns,
			layout.elections,
			glyphs,
		),
	};
}

/** So many elections the two lists share. */
const shared = 200;

/**
 * Of the elections that the two lists share, as many of each kind as fit: amid a thousand elections in two seconds a picture
 * need not put all in order.
 */
function newestOfEach(elections: readonly Election[], count: number): readonly Election[] {
	const found = {planned: 0, unplanned: 0, first: 0};
	return elections
		.slice(-shared)
		.toReversed()
		.filter(({cause}) => found[electionKind[cause]]++ < count)
		.reverse();
}

function isUnplanned(cause: ElectionCause): boolean {
	return electionKind[cause] === 'unplanned';
}

export function electionsTitle({shown}: Scene): Line {
	return [span('elections: '), span(formatCount(shown.electionCount), 'strong')];
}

/** The titles of the two lists of a wide screen. */
export function electionTitles({shown}: Scene): {
	readonly planned: Line;
	readonly unplanned: Line;
} {
	const totals = shown.electionTotals;
	const titleOf = (words: string, unplanned: boolean): Line => [
		span(`${words}: `),
		span(formatCount(electionsOf(totals, cause => isUnplanned(cause) === unplanned)), 'strong'),
	];
	return {
		planned: titleOf('planned elections', false),
		unplanned: titleOf('unplanned elections', true),
	};
}

/** Ours, those of other operators, those of a server that was told to stop, and the first one of a new group. */
function isPlanned({own, cause}: Happening): boolean {
	return own !== undefined || (cause !== undefined && !isUnplanned(cause));
}

/** On a single line, how the one step-down ended says more than that it did. That of a meta leader stands nowhere else. */
function isTold({layout, work}: Scene, happenings: number): boolean {
	const saysMore = work?.phase === 'ended' && work.planned === 1 && work.own === 1;
	return layout.elections > 1 || happenings === 0 || !saysMore;
}

function workLines({work, now, glyphs}: Scene): Line[] {
	if (!work) {
		return [];
	}

	return now - (work.endedAt ?? now) < resultShownMs ? [drawWork(work, glyphs)] : [];
}

function fill(lines: readonly Line[], width: number, count: number, {ellipsis}: Glyphs): Line[] {
	return Array.from({length: count}, (_, index) => fitLine(lines[index] ?? [], width, ellipsis));
}
