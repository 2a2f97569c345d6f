import {formatDuration} from '../../domain/time.ts';
import {formatRate} from '../../domain/format.ts';
import {hasJetStream, stateLastsMs, stateNames, type Server} from '../../domain/server.ts';
import {isHot, type DrainState, type ServerRow} from './server-rows.ts';
import {toned, type Line} from '../text/line.ts';
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
	return toned(text, expected ? 'text' : 'warning');
}

/** The word beside the bar: what makes this server different from one that just carries its share. */
export function serverWord(row: ServerRow): Line {
	const {share, missing, drain, expected} = row;
	if (expected && !hasJetStream[share.server.state]) {
		return ['EXPECTED'];
	}

	const urgent =
		share.server.state === 'lame-duck'
			? toned('LAME', 'warning')
			: isHot(row) && toned('HOT', 'hot');
	if (drain) {
		// That it is to be empty hides nothing of how it is. What has one replica no drain can move.
		const pinned = drain === 'done' && share.r1 > 0 ? '+R1' : '';
		const words = toned(drainWords[drain] + pinned, 'warning');
		return urgent ? [urgent, ' ', words] : [words];
	}

	return urgent ? [urgent] : missing ? [toned('?', 'warning')] : [];
}

const drainWords: Readonly<Record<DrainState, string>> = {
	running: 'DRAINING',
	unfinished: 'NOT EMPTY',
	unseen: 'DRAINED?',
	done: 'DRAINED',
};

export const drainedWord = drainWords.done;

/** What the colour of a server's load says again. */
export function loadTone(row: Pick<ServerRow, 'share' | 'load'>): Tone {
	return isHot(row) ? 'hot' : 'load';
}

/** `12.3k`, or `12.3k+` where the rates of some groups are not known yet. */
export function loadText(load: ServerRow['load']): string {
	const more = load && load.messagesPerSecond !== undefined && load.unknown > 0 ? '+' : '';
	return formatRate(load?.messagesPerSecond) + more;
}
