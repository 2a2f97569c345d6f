import {cleanText} from '../../domain/clean-text.ts';
import {formatCount} from '../../domain/format.ts';
import {isPinned, type Follower, type RaftGroup} from '../../domain/raft-group.ts';
import {whyNotLeader, keepsUp} from '../../domain/fitness.ts';
import {hasJetStream, type Server} from '../../domain/server.ts';
import type {Glyphs} from '../glyphs.ts';
import {cellWidth} from '../text/cell-width.ts';
import {clipMiddle} from '../text/clip.ts';
import type {Tone, Toned} from '../theme.ts';

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
		return [{text: isPinned(group) ? 'R1' : '-', tone: 'muted'}];
	}

	const all = group.followers.map((follower): Marked => {
		const kind = obstacleOf(follower, group, servers);
		const lag = kind === 'behind' ? formatCount(follower.lag) : '';
		return {name: cleanText(follower.server), kind, sign: kind ? glyphs[kind] + lag : ''};
	});
	const unfit = all.filter(({kind}) => kind !== undefined);
	const others = all.length - unfit.length;
	const named = namesIn(all, width, glyphs);
	if (named) {
		return named;
	}

	if (unfit.length === 0) {
		return [{text: `${others} ok`, tone: 'text'}];
	}

	const rest = others > 0 ? ` +${others}` : '';
	const namedUnfit = namesIn(unfit, width - rest.length, glyphs);
	return namedUnfit ? [...namedUnfit, {text: rest, tone: 'text'}] : counts(unfit, glyphs);
}

/** What keeps a follower from taking over, as the names of their signs. */
type Obstacle = 'away' | 'behind' | 'unfit';

type Marked = {
	readonly name: string;
	readonly kind: Obstacle | undefined;
	readonly sign: string;
};

const tones: Readonly<Record<Obstacle, Tone>> = {away: 'bad', behind: 'warning', unfit: 'warning'};

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

/** Cells of a cut name that still tell servers apart: `n…3`. */
const leastName = 3;

/** All by name, the names cut as far as needed; undefined where that is not enough. */
function namesIn(
	all: readonly Marked[],
	width: number,
	glyphs: Glyphs,
): readonly Toned[] | undefined {
	let free = width - all.reduce((sum, {sign}) => sum + cellWidth(sign) + 1, -1);
	const rooms = new Map<Marked, number>();
	// Short names leave their room to longer ones.
	const byLength = all.toSorted((a, b) => cellWidth(a.name) - cellWidth(b.name));
	for (const [index, each] of byLength.entries()) {
		const needed = cellWidth(each.name);
		const room = Math.min(needed, Math.floor(free / (all.length - index)));
		if (room < Math.min(needed, leastName)) {
			return undefined;
		}

		rooms.set(each, room);
		free -= room;
	}

	return all.flatMap((each, index): readonly Toned[] => {
		const name = clipMiddle(each.name, rooms.get(each) ?? 0, glyphs.ellipsis);
		return [
			{text: index > 0 ? ` ${name}` : name, tone: 'text'},
			...(each.kind ? [{text: each.sign, tone: tones[each.kind]}] : []),
		];
	});
}

/** How many there are of each sign. */
function counts(unfit: readonly Marked[], glyphs: Glyphs): readonly Toned[] {
	return (['away', 'behind', 'unfit'] as const).flatMap((kind): readonly Toned[] => {
		const count = unfit.filter(each => each.kind === kind).length;
		return count > 0 ? [{text: `${count}${glyphs[kind]} `, tone: tones[kind]}] : [];
	});
}
