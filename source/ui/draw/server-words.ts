import {formatDuration} from '../../domain/format-duration.ts';
import {hasJetStream, type ServerState} from '../../domain/server.ts';
import {isHot, type ServerRow} from '../scene/server-row.ts';
import {span, type Line} from '../text/line.ts';
import type {Tone} from '../theme.ts';

/** A state that needs saying, and since when it has lasted: `recovering 12s`. */
export function stateWords(state: ServerState, lastsMs: number): string {
	return state === 'no-jetstream' ? words[state] : `${words[state]} ${formatDuration(lastsMs)}`;
}

/** The same of a server of the table; one that is followed through a restart is away as expected. */
export function absence({share, expected}: ServerRow, now: number): Line {
	const {state, stateSince} = share.server;
	return [span(stateWords(state, now - stateSince), expected ? 'text' : 'warning')];
}

/** The word beside the bar: what makes this server different from one that just carries its share. */
export function serverWord(row: ServerRow): Line {
	const {share, missing, drained, expected} = row;
	if (expected && !hasJetStream[share.server.state]) {
		return [span(expectedWord)];
	}

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
const expectedWord = 'EXPECTED';

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
