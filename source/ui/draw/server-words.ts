import {formatDuration} from '../../domain/format-duration.ts';
import type {ServerState} from '../../domain/server.ts';
import {isHot, type ServerRow} from '../scene/server-row.ts';
import {span, type Line} from '../text/line.ts';
import type {Tone} from '../theme.ts';

/** A state that needs saying, and since when it has lasted: `recovering 12s`. */
export function stateWords(state: ServerState, lastsMs: number): string {
	return state === 'no-jetstream' ? words[state] : `${words[state]} ${formatDuration(lastsMs)}`;
}

/** The word beside the bar: what makes this server different from one that just carries its share. */
export function serverWord(row: ServerRow): Line {
	const {share, missing, drained} = row;
	if (drained) {
		return [span(drainedWord, 'warning')];
	}

	if (share.server.state === 'lame-duck') {
		return [span('LAME', 'warning')];
	}

	if (isHot(row)) {
		return [span('HOT', 'hot')];
	}

	return missing ? [span('?', 'warning')] : [];
}

export const drainedWord = 'DRAINED';

/** What the colour of a server's load says again. */
export function loadTone(row: Pick<ServerRow, 'share' | 'load'>): Tone {
	return isHot(row) ? 'hot' : 'load';
}

const words: Readonly<Record<ServerState, string>> = {
	online: 'online',
	'lame-duck': 'lame duck',
	recovering: 'recovering',
	'no-jetstream': 'no JetStream',
	silent: 'silent',
	offline: 'offline',
};
