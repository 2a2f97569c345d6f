import type {GroupHealth} from '../../domain/fitness.ts';
import {assetName, type GroupIdentity, type RaftGroup} from '../../domain/raft-group.ts';
import type {Glyphs} from '../glyphs.ts';
import type {Toned} from '../theme.ts';

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
export function healthWords(health: GroupHealth): Toned {
	return words[health];
}

const words: Readonly<Record<GroupHealth, Toned>> = {
	ok: {text: 'ok', tone: 'good'},
	lagging: {text: 'lagging', tone: 'warning'},
	'offline-follower': {text: 'follower off', tone: 'warning'},
	'no-healthy-follower': {text: 'no successor', tone: 'bad'},
	pinned: {text: 'pinned: R1', tone: 'muted'},
	leaderless: {text: 'NO LEADER', tone: 'bad'},
};
