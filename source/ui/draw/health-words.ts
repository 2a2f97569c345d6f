import type {GroupHealth} from '../../domain/group-health.ts';
import type {Tone} from '../theme.ts';

/** How a group is, in a word or two, and how loud to say it. */
export function healthWords(health: GroupHealth): {readonly text: string; readonly tone: Tone} {
	return words[health];
}

const words: Readonly<Record<GroupHealth, {readonly text: string; readonly tone: Tone}>> = {
	ok: {text: 'ok', tone: 'good'},
	lagging: {text: 'lagging', tone: 'warning'},
	'offline-follower': {text: 'follower off', tone: 'warning'},
	'no-healthy-follower': {text: 'no successor', tone: 'bad'},
	pinned: {text: 'pinned: R1', tone: 'muted'},
	leaderless: {text: 'NO LEADER', tone: 'bad'},
};
