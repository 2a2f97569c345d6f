import {cleanText} from '../../domain/clean-text.ts';
import {formatCount} from '../../domain/format.ts';
import {fitParts, type Part} from '../components/fit-parts.tsx';
import {toned} from '../components/facts.tsx';
import {Panel} from '../components/panel.tsx';
import {Span} from '../components/span.tsx';
import {Table} from '../components/table.tsx';
import type {Glyphs} from '../glyphs.ts';
import {orderWords} from '../orders.ts';
import {leaderless} from '../scene/listing.ts';
import type {Scene} from '../rows/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import {clipMiddle} from '../text/clip.ts';
import type {Toned} from '../theme.ts';
import {groupColumns} from './group-columns.tsx';
import {loadText} from './load-columns.tsx';

type GroupsProps = {readonly state: ScreenState; readonly scene: Scene};

/** The groups that the selected server leads, or all of the cluster. */
export function Groups({state, scene}: GroupsProps) {
	const {layout, listed, shown, shownAt, glyphs} = scene;
	const bordered = layout.size === 'panels';
	const width = layout.groupColumns + (bordered ? 2 : 0);
	const {top, id} = state.selected.groups;
	const inView = listed.rows(top, layout.groups);
	const isActive =
		state.pane === 'groups' && (state.dialog.type === 'none' || state.dialog.type === 'details');
	const columns = groupColumns({
		glyphs,
		now: shownAt,
		cursorAt: id,
		cursor: state.pane === 'groups' ? glyphs.cursor : glyphs.cursorElsewhere,
		tags: state.tags,
		manyLeaders: state.scope === 'cluster',
		byLoad: state.measure === 'load',
		servers: shown.servers,
		leaderlessSince: shown.leaderless,
		width: layout.groupColumns,
		inView,
	});
	return (
		<Panel
			title={listTitle(state, scene, width - 4)}
			width={width}
			height={layout.groups + 2 + (bordered ? 1 : 0)}
			bordered={bordered}
		>
			<Table
				columns={columns}
				rows={inView}
				keyOf={({key}) => key}
				width={layout.groupColumns}
				height={layout.groups}
				selected={isActive ? id : undefined}
				empty={<Span tone="muted">{`  ${emptyWords(state, scene)}`}</Span>}
			/>
		</Panel>
	);
}

/** What the list is: whose leaders, how many, in which order, through which filter. What acts reach stays longest. */
function listTitle(state: ScreenState, scene: Scene, width: number): readonly Toned[] {
	const {total, pinned} = scene.listed;
	const count = toned(exactly(total - pinned), 'strong');
	const withR1 = pinned > 0 ? [count, toned(` + ${exactly(pinned)} R1`, 'muted')] : [];
	const tagged = state.tags.size > 0 ? `${exactly(state.tags.size)} tagged` : '';
	const parts: readonly Part[] = [
		ownerPart(state, scene),
		[
			{rank: 2, text: [count]},
			{rank: 7, text: withR1},
		],
		[{rank: 8, text: [toned(orderWords('groups', state.orders.groups))]}],
		[{rank: 10, text: loadWords(state, scene)}],
		filterPart(state, scene),
		[{rank: 3, text: [toned(tagged, 'tagged')]}],
		[{rank: 9, text: [toned(rangeWords(state, scene), 'muted')]}],
	];
	return fitParts(parts, width, 3, toned(` ${scene.glyphs.dot} `, 'rule'));
}

function ownerPart({scope, selected}: ScreenState, {cluster, glyphs}: Scene): Part {
	if (scope === 'server' && selected.servers.id === leaderless) {
		return [{rank: 1, text: [toned('groups without a leader')]}];
	}

	const [words, name] =
		scope === 'cluster'
			? ['groups of', cluster.name === '' ? 'the cluster' : cluster.name]
			: ['leaders on', selected.servers.id ?? '-'];
	return [
		{rank: 1, text: [toned(`${words} ${shortened(cleanText(name), glyphs)}`)]},
		{rank: 6, text: [toned(`${words} ${cleanText(name)}`)]},
	];
}

/** What the leaders of the selected server handle together, where load is shown. */
function loadWords({scope, selected}: ScreenState, {load}: Scene): readonly Toned[] {
	const share = scope === 'server' ? load?.shares.get(selected.servers.id ?? '') : undefined;
	return share ? [toned(`${loadText(share)} msg/s`, share.hotspot ? 'hot' : 'text')] : [];
}

function filterPart({dialog, filter}: ScreenState, {listed, glyphs}: Scene): Part {
	const isTyping = dialog.type === 'filter';
	const text = cleanText(isTyping ? dialog.text : filter);
	if (text === '' && !isTyping) {
		return [];
	}

	const form = (shown: string) => [
		toned('filter: '),
		toned(shown, isTyping ? 'strong' : 'warning'),
		...(isTyping ? [toned('_', 'badge')] : []),
	];
	const found = toned(` (${exactly(listed.count)} found)`);
	return [
		{rank: 0, text: form(shortened(text, glyphs))},
		{rank: 4, text: form(text)},
		{rank: 5, text: [...form(text), found]},
	];
}

/** Short enough for any screen that shows groups. */
function shortened(text: string, {ellipsis}: Glyphs): string {
	return clipMiddle(text, 16, ellipsis);
}

function rangeWords({selected}: ScreenState, {listed, layout}: Scene): string {
	const {count} = listed;
	const last = Math.min(count, selected.groups.top + layout.groups);
	return count > layout.groups && layout.groups > 0
		? `${exactly(selected.groups.top + 1)}-${exactly(last)}`
		: '';
}

function emptyWords(
	{filter, dialog, scope, selected}: ScreenState,
	{listed, freshness}: Scene,
): string {
	if (freshness.type === 'waiting') {
		return 'waiting for the first answers';
	}

	const unseen = freshness.type === 'partial' ? freshness.missing : [];
	if (
		listed.total === 0 &&
		unseen.some(name => scope === 'cluster' || name === selected.servers.id)
	) {
		return 'not known: inventory not seen';
	}

	return listed.total > 0 && (filter !== '' || dialog.type === 'filter')
		? 'no group matches the filter'
		: 'no groups';
}

/** Every one of them counts where an act will reach them. */
function exactly(count: number): string {
	return count < 1_000_000 ? String(count) : formatCount(count);
}
