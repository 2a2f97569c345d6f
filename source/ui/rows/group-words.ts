import {cleanText} from '../../domain/clean-text.ts';
import {formatCount} from '../../domain/format.ts';
import {
	assetName,
	isPinned,
	type Follower,
	type GroupIdentity,
	type RaftGroup,
} from '../../domain/raft-group.ts';
import {whyNotLeader, type GroupHealth, keepsUp} from '../../domain/fitness.ts';
import {hasJetStream, type Server} from '../../domain/server.ts';
import type {Glyphs} from '../glyphs.ts';
import {lineWidth, shareRoom, toned} from '../text/line.ts';
import {cellWidth, clipMiddle} from '../text/width.ts';
import type {Tone, Toned} from '../theme.ts';

/** `ORDERS` for a stream, `ORDERS › billing` for a consumer. */
export function groupName(
	group: Pick<GroupIdentity, 'stream' | 'consumer'>,
	{within}: Pick<Glyphs, 'within'>,
): string {
	return assetName(group, within);
}

/** The account, and the domain where there is one. */
export function accountName({account, domain}: Pick<RaftGroup, 'account' | 'domain'>): string {
	return domain === undefined ? account : `${account}@${domain}`;
}

/** How a group is, in a word or two. */
export const healthWords: Readonly<Record<GroupHealth, Toned>> = {
	ok: toned('ok', 'good'),
	lagging: toned('lagging', 'warning'),
	'offline-follower': toned('follower off', 'warning'),
	'no-healthy-follower': toned('no successor', 'bad'),
	pinned: toned('pinned: R1', 'muted'),
	leaderless: toned('NO LEADER', 'bad'),
};

/**
 * The followers of a group, with a sign on each that cannot take over: `n2 n3↓311 n4✗`. Where there is no room names are
 * cut, then the others are only counted, then all are: `n…2 n…3↓311`, `n…3↓311 +1`, `1✗ 1↓`. No sign is ever cut.
 */
export function followerTexts(
	group: RaftGroup,
	servers: ReadonlyMap<string, Server>,
	width: number,
	glyphs: Glyphs,
): readonly Toned[] {
	if (group.followers.length === 0) {
		return [toned(isPinned(group) ? 'R1' : '-', 'muted')];
	}

	const all = group.followers.map((follower): Marked => {
		const kind = obstacleOf(follower, group, servers);
		const lag = kind === 'behind' ? formatCount(follower.lag) : '';
		const sign = kind ? toned(glyphs[kind] + lag, obstacleTones[kind]) : toned('');
		return {text: cleanText(follower.server), kind, sign};
	});
	const unfit = all.filter(({kind}) => kind !== undefined);
	const others = all.length - unfit.length;
	const allNamed = namesIn(all, width, glyphs);
	if (allNamed ?? unfit.length === 0) {
		return allNamed ?? [toned(`${others} ok`)];
	}

	const rest = others > 0 ? ` +${others}` : '';
	const unfitNamed = namesIn(unfit, width - rest.length, glyphs);
	return unfitNamed ? [...unfitNamed, toned(rest)] : counts(unfit, glyphs);
}

/** What keeps a follower from taking over, as the names of their signs. */
type Obstacle = 'away' | 'behind' | 'unfit';

type Marked = {
	/** Its name. */
	readonly text: string;
	readonly kind: Obstacle | undefined;
	readonly sign: Toned;
};

const obstacleTones: Readonly<Record<Obstacle, Tone>> = {
	away: 'bad',
	behind: 'warning',
	unfit: 'warning',
};

function obstacleOf(
	follower: Follower,
	group: RaftGroup,
	servers: ReadonlyMap<string, Server>,
): Obstacle | undefined {
	if (whyNotLeader(follower, group, servers) === undefined) {
		return undefined;
	}

	// A leader takes half a minute to notice that a follower is gone.
	const state = servers.get(follower.server)?.state ?? 'online';
	if (!follower.online || !hasJetStream[state]) {
		return 'away';
	}

	return follower.lag > 0 && !keepsUp(follower, group) ? 'behind' : 'unfit';
}

/** The shortest cut name that still distinguishes servers, in cells: `n…3`. */
const leastName = 3;

/** All by name, the names cut as far as needed; undefined where that is not enough. */
function namesIn(
	all: readonly Marked[],
	width: number,
	{ellipsis}: Glyphs,
): readonly Toned[] | undefined {
	const taken = lineWidth(all.map(({sign}) => sign)) + all.length - 1;
	const rooms = shareRoom(all, width - taken);
	const isShort = (each: Marked) =>
		(rooms.get(each) ?? 0) < Math.min(leastName, cellWidth(each.text));
	return all.some(isShort)
		? undefined
		: all.flatMap((each, index) => [
				toned((index > 0 ? ' ' : '') + clipMiddle(each.text, rooms.get(each) ?? 0, ellipsis)),
				each.sign,
			]);
}

/** How many there are of each sign. */
function counts(unfit: readonly Marked[], glyphs: Glyphs): readonly Toned[] {
	return (['away', 'behind', 'unfit'] as const).flatMap(kind => {
		const count = unfit.filter(each => each.kind === kind).length;
		return count > 0 ? [toned(`${count}${glyphs[kind]} `, obstacleTones[kind])] : [];
	});
}
