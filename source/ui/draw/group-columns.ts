import {formatBytes} from '../../domain/format-bytes.ts';
import {formatCount, formatRate} from '../../domain/format-count.ts';
import {formatDuration} from '../../domain/format-duration.ts';
import {bytesPerSecond} from '../../domain/load-distribution.ts';
import {isHealthy, type GroupKey, type RaftGroup} from '../../domain/raft-group.ts';
import {hasJetStream, type Server} from '../../domain/server.ts';
import type {GroupRow} from '../../state/group-rows.ts';
import type {Glyphs} from '../glyphs.ts';
import {cellWidth} from '../text/cell-width.ts';
import {span, type Line, type Span} from '../text/line.ts';
import type {Column} from '../text/table.ts';
import {groupName} from './group-name.ts';
import {healthWords} from './health-words.ts';

/** What the columns of the list need to know besides their group. */
export type ListScene = {
	readonly glyphs: Glyphs;
	readonly now: number;
	readonly selectedGroup: GroupKey | undefined;
	readonly cursor: string;
	readonly tags: ReadonlySet<GroupKey>;
	/** The groups of several servers are listed. */
	readonly manyLeaders: boolean;
	readonly byLoad: boolean;
	readonly servers: ReadonlyMap<string, Server>;
	readonly leaderlessSince: ReadonlyMap<GroupKey, number>;
	/** The groups in view, by which the columns take their widths. */
	readonly inView: readonly GroupRow[];
};

type GroupColumn = Column<GroupRow, ListScene>;

/** The columns of the list of groups, from left to right. */
export function groupColumns(scene: ListScene): readonly GroupColumn[] {
	const {glyphs, inView, manyLeaders, byLoad} = scene;
	const widest = Math.max(0, ...inView.map(({group}) => cellWidth(accountOf(group))));
	return [
		{
			id: 'kind',
			titles: ['  KIND'],
			align: 'left',
			minWidth: 6,
			rank: 3,
			cell: ({group: {key, kind}}, {selectedGroup, cursor, tags}) => [
				span(key === selectedGroup ? cursor : ' ', 'strong'),
				span(tags.has(key) ? glyphs.tag : ' ', 'tagged'),
				span(kind === 'stream' ? 'str' : 'con', kind === 'stream' ? 'text' : 'muted'),
			],
		},
		{
			id: 'account',
			titles: ['ACCOUNT'],
			align: 'left',
			minWidth: 8,
			maxWidth: Math.min(20, Math.max(8, widest)),
			rank: 7,
			cell: ({group}) => [span(accountOf(group))],
		},
		{
			id: 'name',
			titles: [`STREAM ${glyphs.within} CONSUMER`, 'STREAM'],
			align: 'left',
			minWidth: 26,
			maxWidth: 60,
			rank: 1,
			cell: ({group}) => [
				span(groupName(group, glyphs), group.kind === 'stream' ? 'strong' : 'text'),
			],
		},
		...(manyLeaders ? [text('leader', 'LEADER', 5, 8, ({leader}) => leader ?? '-', 'left')] : []),
		text('replicas', 'R', 6, 1, ({replicas}) => String(replicas)),
		text('rate', 'MSG/S', 2, 6, ({messagesPerSecond}) => formatRate(messagesPerSecond)),
		...(byLoad ? [text('bytes', 'B/S', 3, 5, group => formatBytes(bytesPerSecond(group)))] : []),
		text('messages', 'MSGS', 9, 6, ({messages}) => formatCount(messages)),
		text('since', 'SINCE', 10, 5, ({leaderSince}, {now}) =>
			leaderSince === undefined ? '-' : formatDuration(now - leaderSince),
		),
		{
			id: 'followers',
			titles: ['FOLLOWERS'],
			align: 'left',
			minWidth: 12,
			maxWidth: 40,
			rank: 8,
			cell: ({group}, {servers}) => drawFollowers(group, servers),
		},
		{
			id: 'health',
			titles: ['STATE'],
			align: 'left',
			// `NO LEADER 59s`
			minWidth: 13,
			maxWidth: 16,
			rank: 4,
			cell: ({group, health}, {now, leaderlessSince}) => {
				const {text, tone} = healthWords(health);
				const since = leaderlessSince.get(group.key);
				const age = since === undefined ? '' : ` ${formatDuration(now - since)}`;
				return [span(text + age, tone)];
			},
		},
	];
}

/** Followers with what keeps them from taking over: `n2 n3(lag 311) n4(off)`. */
function drawFollowers(group: RaftGroup, servers: ReadonlyMap<string, Server>): Line {
	const {followers} = group;
	if (followers.length === 0) {
		return [span('-', 'muted')];
	}

	return followers.flatMap((follower, index): readonly Span[] => {
		const gap = index > 0 ? ' ' : '';
		const state = servers.get(follower.server)?.state ?? 'online';
		// A leader takes half a minute to say so of a follower that is gone.
		const heard = follower.online && hasJetStream[state];
		if (heard && isHealthy(follower, group)) {
			return [span(gap + follower.server)];
		}

		const trouble = !heard ? 'off' : follower.lag > 0 ? 'lag' : 'old';
		return [span(gap + follower.server), span(`(${trouble})`, 'warning')];
	});
}

function accountOf({account, domain}: RaftGroup): string {
	return domain === undefined ? account : `${account}@${domain}`;
}

function text(
	id: string,
	title: string,
	rank: number,
	minWidth: number,
	content: (group: RaftGroup, scene: ListScene) => string,
	align: 'left' | 'right' = 'right',
): GroupColumn {
	return {
		id,
		titles: [title],
		align,
		minWidth,
		rank,
		cell: ({group}, scene) => [span(content(group, scene))],
	};
}
