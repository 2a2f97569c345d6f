import {healthOf} from '../../domain/fitness.ts';
import {formatBytes, formatCount, formatRate} from '../../domain/format.ts';
import {bytesPerSecond} from '../../domain/load-distribution.ts';
import type {RaftGroup} from '../../domain/raft-group.ts';
import {formatDuration} from '../../domain/time.ts';
import {leaderless} from '../../state/group-list.ts';
import {Panel} from '../components/panel.tsx';
import {Table, figure, type Column} from '../components/table.tsx';
import type {Glyphs} from '../glyphs.ts';
import {orderWords} from '../orders.ts';
import {accountName, followerTexts, groupName, healthWords} from '../rows/group-words.ts';
import type {Scene} from '../rows/scene.ts';
import {loadText} from '../rows/server-rows.ts';
import type {ScreenState} from '../screen-state.ts';
import {fitParts, form, lineWidth, named, toned, type Part} from '../text/line.ts';
import {clipMiddle} from '../text/width.ts';
import type {Toned} from '../theme.ts';

type GroupsProps = {readonly state: ScreenState; readonly scene: Scene};

/** The groups that the selected server leads, or all of the cluster. */
export function Groups({state, scene}: GroupsProps) {
	const {layout, listed} = scene;
	const bordered = layout.size === 'panels';
	const width = layout.groupColumns + (bordered ? 2 : 0);
	const {top, id} = state.selected.groups;
	const inView = listed.rows(top, layout.groups);
	const isActive =
		state.pane === 'groups' && (state.dialog.type === 'none' || state.dialog.type === 'details');
	return (
		<Panel
			title={fitParts(titleParts(state, scene), width - 4, toned(` ${scene.glyphs.dot} `, 'rule'))}
			width={width}
			height={layout.groups + 2 + (bordered ? 1 : 0)}
			bordered={bordered}
		>
			<Table
				columns={groupColumns(state, scene, inView)}
				rows={inView}
				width={layout.groupColumns}
				height={layout.groups}
				steady={{keyOf: ({key}) => key, now: scene.shownAt}}
				isSelected={({key}) => isActive && key === id}
				empty={[toned(`  ${emptyWords(state, scene)}`, 'muted')]}
			/>
		</Panel>
	);
}

/** Rates that change stand to the left of everything beside the list, which is written again with them. */
const steady = {steadyMs: 5000};

/** Cells of all other columns: names come before messages and ages. */
const othersWidth = 57;

function groupColumns(
	state: ScreenState,
	scene: Scene,
	inView: readonly RaftGroup[],
): readonly Column<RaftGroup>[] {
	const {glyphs, shownAt: now, shown, layout} = scene;
	const width = layout.groupColumns;
	const cursor = state.pane === 'groups' ? glyphs.cursor : glyphs.cursorElsewhere;
	const leastName = Math.max(16, Math.floor(width / 2) - 18);
	const names = inView.map(group => lineWidth([groupName(group, glyphs)]));
	const hasRoom = width - Math.min(60, Math.max(26, ...names)) >= othersWidth;
	return [
		{
			title: '  KIND',
			width: 6,
			rank: 3,
			cell: ({key, kind}) => [
				toned(key === state.selected.groups.id ? cursor : ' ', 'strong'),
				toned(state.tags.has(key) ? glyphs.tag : ' ', 'tagged'),
				kind === 'stream' ? 'str' : toned('con', 'muted'),
			],
		},
		{title: 'ACCOUNT', width: 8, most: 20, rank: 8, cell: group => named(accountName(group))},
		{
			title: [`STREAM ${glyphs.within} CONSUMER`, 'STREAM'],
			width: Math.min(26, leastName),
			whole: leastName,
			fills: 26,
			most: 60,
			rank: 1,
			cell: group => toned(groupName(group, glyphs), group.kind === 'stream' ? 'strong' : 'text'),
		},
		...(state.scope === 'cluster'
			? [
					{
						title: 'LEADER',
						width: 8,
						most: 24,
						rank: 5,
						cell: ({leader = '-'}: RaftGroup) => named(leader),
					},
				]
			: []),
		figure('R', 7, 1, ({replicas}) => String(replicas)),
		figure('MSG/S', 2, 6, ({messagesPerSecond}) => formatRate(messagesPerSecond), steady),
		...(state.measure === 'load'
			? [figure<RaftGroup>('B/S', 3, 5, group => formatBytes(bytesPerSecond(group)), steady)]
			: []),
		...(hasRoom
			? [
					figure<RaftGroup>('MSGS', 9, 6, ({messages}) => formatCount(messages)),
					figure<RaftGroup>('SINCE', 10, 5, ({leaderSince}) =>
						leaderSince === undefined ? '-' : formatDuration(now - leaderSince),
					),
				]
			: []),
		{
			title: 'FOLLOWERS',
			width: 12,
			most: Infinity,
			rank: 6,
			cell: (group, room) => followerTexts(group, shown.servers, room, glyphs),
		},
		{
			title: 'STATE',
			width: 5,
			whole: Infinity,
			rank: 4,
			cell(group) {
				// `NO LEADER 59s`, or `NO LEADER`.
				const words = healthWords[healthOf(group)];
				const since = shown.leaderless.get(group.key);
				return since === undefined || width < 64
					? words
					: toned(`${words.text} ${formatDuration(now - since)}`, words.tone);
			},
		},
	];
}

/** What the list is: whose leaders, how many, in which order, through which filter. What acts reach stays longest. */
function titleParts(state: ScreenState, scene: Scene): readonly Part[] {
	const {listed, layout, load} = scene;
	const {total, pinned, count} = listed;
	const {orders, tags, selected, scope} = state;
	const {top} = selected.groups;
	const own = toned(exactly(total - pinned), 'strong');
	const last = Math.min(count, top + layout.groups);
	const isPart = count > layout.groups && layout.groups > 0;
	// What the leaders of the selected server handle together, where load is shown.
	const share = scope === 'server' ? load?.shares.get(selected.servers.id ?? '') : undefined;
	return [
		ownerPart(state, scene),
		[
			form(2, own),
			...(pinned > 0 ? [form(7, own, toned(` + ${exactly(pinned)} R1`, 'muted'))] : []),
		],
		[form(8, orderWords('groups', orders.groups))],
		share ? [form(10, toned(`${loadText(share)} msg/s`, share.hotspot ? 'hot' : 'text'))] : [],
		filterPart(state, scene),
		tags.size > 0 ? [form(3, toned(`${exactly(tags.size)} tagged`, 'tagged'))] : [],
		isPart ? [form(9, toned(`${exactly(top + 1)}-${exactly(last)}`, 'muted'))] : [],
	];
}

function ownerPart({scope, selected}: ScreenState, {cluster, glyphs}: Scene): Part {
	if (scope === 'server' && selected.servers.id === leaderless) {
		return [form(1, 'groups without a leader')];
	}

	const [words, name] =
		scope === 'cluster'
			? ['groups of ', cluster.name === '' ? 'the cluster' : cluster.name]
			: ['leaders on ', selected.servers.id ?? '-'];
	return [form(1, words, shortened(name, glyphs)), form(6, words, name)];
}

function filterPart({dialog, filter}: ScreenState, {listed, glyphs}: Scene): Part {
	const isTyping = dialog.type === 'filter';
	const text = isTyping ? dialog.text : filter;
	if (text === '' && !isTyping) {
		return [];
	}

	const said = (shown: string): readonly Toned[] => [
		toned('filter: '),
		toned(shown, isTyping ? 'strong' : 'warning'),
		toned(isTyping ? '_' : '', 'badge'),
	];
	return [
		form(0, ...said(shortened(text, glyphs))),
		form(4, ...said(text)),
		form(5, ...said(text), ` (${exactly(listed.count)} found)`),
	];
}

/** Short enough for any screen that shows groups. */
function shortened(text: string, {ellipsis}: Glyphs): string {
	return clipMiddle(text, 16, ellipsis);
}

function emptyWords(
	{filter, dialog, scope, selected}: ScreenState,
	{listed, freshness}: Scene,
): string {
	if (freshness.type === 'waiting') {
		return 'waiting for the servers';
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
