import {formatCount} from '../../domain/format-count.ts';
import type {GroupRow} from '../../state/group-rows.ts';
import {groupOrderWords} from '../scene/group-order-words.ts';
import {leaderless} from '../scene/listing.ts';
import type {Scene} from '../scene/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import {fitLine, span, type Line} from '../text/line.ts';
import {rememberRows} from '../text/remember-rows.ts';
import {drawHeading, drawRow, fitColumns, type FittedColumn} from '../text/table.ts';
import {loadText} from './load-columns.ts';
import {groupColumns, type ListScene} from './group-columns.ts';

/** The captions and the rows of groups that are in view; always `groups` + 1 lines. */
export function drawGroupList(state: ScreenState, scene: Scene): Line[] {
	const {layout, listed, shownAt, shown, glyphs} = scene;
	const width = layout.groupColumns;
	const {top, id} = state.group;
	const inView = listed.rows(top, layout.groups);
	const list: ListScene = {
		glyphs,
		now: shownAt,
		selectedGroup: id,
		cursor: state.pane === 'groups' ? glyphs.cursor : glyphs.cursorElsewhere,
		tags: state.tags,
		manyLeaders: state.scope === 'cluster',
		byLoad: state.measure === 'load',
		servers: shown.servers,
		leaderlessSince: shown.leaderless,
		inView,
	};
	const columns = fitColumns(groupColumns(list), width);
	const active =
		state.pane === 'groups' && (state.front.type === 'nothing' || state.front.type === 'details');
	const basis = `${width} ${basisOf(list, columns)}`;
	const rows = inView.map(row => {
		const {group} = row;
		const isSelected = group.key === id;
		const over = active && isSelected ? 'selected' : undefined;
		const marks = [isSelected ? list.cursor : ' ', list.tags.has(group.key), over];
		return rowOf(group, `${basis} ${marks.join(' ')}`, () =>
			drawRow(columns, row, list, {width, over, ellipsis: glyphs.ellipsis}),
		);
	});
	if (rows.length === 0 && layout.groups > 0) {
		rows.push(fitLine([span(`  ${emptyWords(state, scene)}`, 'muted')], width, glyphs.ellipsis));
	}

	while (rows.length < layout.groups) {
		rows.push(fitLine([], width));
	}

	return [drawHeading(columns, width, glyphs.ellipsis), ...rows];
}

const rowOf = rememberRows();

/** All that the rows of a list depend on besides their groups, in one text to compare. */
function basisOf(
	{manyLeaders, byLoad, servers, now, glyphs}: ListScene,
	columns: readonly FittedColumn<GroupRow, ListScene>[],
): string {
	return [
		...columns.map(({id, width}) => `${id} ${width}`),
		manyLeaders,
		byLoad,
		// Followers are shown by their servers' states.
		...Array.from(servers.values(), ({state}) => state),
		// Ages are told in seconds.
		Math.floor(now / 1000),
		glyphs.ascii,
	].join(' ');
}

/** What the list is: whose leaders, how many, in which order, through which filter. */
export function listTitle(state: ScreenState, scene: Scene): Line {
	const {listed, glyphs} = scene;
	const parts: Line[] = [
		[
			span(`${ownerWords(state, scene)}: `),
			span(formatExactly(listed.total - listed.pinned), 'strong'),
			span(listed.pinned > 0 ? ` + ${formatExactly(listed.pinned)} R1` : '', 'muted'),
		],
		[
			span(groupOrderWords[state.groupOrder.by]),
			span(state.groupOrder.reversed ? ' (reversed)' : ''),
		],
		...loadWords(state, scene),
		filterWords(state, scene),
		...(state.tags.size > 0 ? [[span(`${formatExactly(state.tags.size)} tagged`, 'tagged')]] : []),
		...rangeWords(state, scene),
	];
	return parts.flatMap((part, index) =>
		index > 0 ? [span(` ${glyphs.dot} `, 'rule'), ...part] : part,
	);
}

function ownerWords({scope, server}: ScreenState, {cluster}: Scene): string {
	if (scope === 'cluster') {
		return `groups of ${cluster.name === '' ? 'the cluster' : cluster.name}`;
	}

	return server.id === leaderless ? 'groups without leader' : `leaders on ${server.id ?? '-'}`;
}

/** What the leaders of the selected server handle together, where load is shown. */
function loadWords({scope, server}: ScreenState, {load}: Scene): Line[] {
	const share = scope === 'server' ? load?.shares.get(server.id ?? '') : undefined;
	return share ? [[span(`${loadText(share)} msg/s`, share.hotspot ? 'hot' : 'text')]] : [];
}

function filterWords({front, filter}: ScreenState, {listed}: Scene): Line {
	const found = `(${formatExactly(listed.count)} found)`;
	if (front.type === 'filter') {
		return [span('filter: '), span(front.text, 'strong'), span('_', 'badge'), span(` ${found}`)];
	}

	return filter === ''
		? [span('filter: none', 'muted')]
		: [span('filter: '), span(filter, 'warning'), span(` ${found}`)];
}

function rangeWords({group}: ScreenState, {listed, layout}: Scene): Line[] {
	const {count} = listed;
	const last = Math.min(count, group.top + layout.groups);
	return count > layout.groups && layout.groups > 0
		? [[span(`${formatExactly(group.top + 1)}-${formatExactly(last)}`, 'muted')]]
		: [];
}

function emptyWords({filter, front}: ScreenState, {listed, freshness}: Scene): string {
	if (freshness.type === 'waiting') {
		return 'waiting for the first answers';
	}

	return listed.total > 0 && (filter !== '' || front.type === 'filter')
		? 'no group passes the filter'
		: 'no groups';
}

/** Exact where it counts what an act will reach. */
function formatExactly(count: number): string {
	return count < 1_000_000 ? String(count) : formatCount(count);
}
