import {formatDuration} from '../../domain/time.ts';
import {hasJetStream, stateLastsMs, stateNames, type Server} from '../../domain/server.ts';
import {isHot, type DrainState, type ServerRow} from './server-rows.ts';
import type {Tone, Toned} from '../theme.ts';

/** A state that needs saying, and since when it has lasted: `recovering 12s`. */
export function stateWords(server: Server, now: number): string {
	const {state} = server;
	const lastsMs = stateLastsMs(server, now);
	return state === 'no-jetstream' || lastsMs === undefined
		? stateNames[state]
		: `${stateNames[state]} ${formatDuration(lastsMs)}`;
}

/** The same of a server of the table; one that is followed through a restart is away as expected. */
export function absence({share, expected}: ServerRow, now: number, width: number): Toned {
	const words = stateWords(share.server, now);
	const text = words.length > width ? stateNames[share.server.state] : words;
	return {text, tone: expected ? 'text' : 'warning'};
}

/** The word beside the bar: what makes this server different from one that just carries its share. */
export function serverWord(row: ServerRow): readonly Toned[] {
	const {share, missing, drain, expected} = row;
	if (expected && !hasJetStream[share.server.state]) {
		return [{text: expectedWord, tone: 'text'}];
	}

	const urgent = urgentWord(row);
	if (drain) {
		// That it is to be empty hides nothing of how it is.
		const words = {text: drainWords[drain] + pinnedWords(row), tone: 'warning'} as const;
		return urgent ? [urgent, {text: ' ', tone: 'text'}, words] : [words];
	}

	return urgent ? [urgent] : missing ? [{text: '?', tone: 'warning'}] : [];
}

function urgentWord(row: ServerRow): Toned | undefined {
	if (row.share.server.state === 'lame-duck') {
		return {text: 'LAME', tone: 'warning'};
	}

	return isHot(row) ? {text: 'HOT', tone: 'hot'} : undefined;
}

/** What no drain can move. */
function pinnedWords({drain, share: {r1}}: ServerRow): string {
	return drain === 'done' && r1 > 0 ? '+R1' : '';
}

const drainWords: Readonly<Record<DrainState, string>> = {
	running: 'DRAINING',
	unfinished: 'NOT EMPTY',
	unseen: 'DRAINED?',
	done: 'DRAINED',
};

export const drainedWord = drainWords.done;
const expectedWord = 'EXPECTED';

/** What the colour of a server's load says again. */
export function loadTone(row: Pick<ServerRow, 'share' | 'load'>): Tone {
	return isHot(row) ? 'hot' : 'load';
}
