import type {ElectionCause} from '../../domain/election-cause.ts';
import {formatElapsed} from '../../domain/format-duration.ts';
import type {Happening} from '../scene/timeline.ts';
import type {Tone} from '../theme.ts';

/** Why there was an election, as the end of its line: `n1 was stopped, 310 ms`; undefined where nothing can be said. */
export function causeWords(
	happening: Happening,
): {readonly text: string; readonly tone: Tone} | undefined {
	const {cause, from = '?', who, gapMs} = happening;
	if (cause === undefined) {
		return undefined;
	}

	const {words, tone} = causes[cause];
	const by = cause === 'others' ? (who ?? 'others') : from;
	const text = words.replace('#', by);
	const gap =
		gapMs === undefined ? '' : `${text === '' ? 'nobody led for ' : ', '}${formatElapsed(gapMs)}`;
	return text + gap === '' ? undefined : {text: text + gap, tone};
}

/** `#` stands for the server that led before, or for who asked. */
const causes: Readonly<Record<ElectionCause, {readonly words: string; readonly tone: Tone}>> = {
	ours: {words: 'yours', tone: 'muted'},
	others: {words: 'by #', tone: 'text'},
	'lame-duck': {words: '# in lame-duck mode', tone: 'text'},
	stopped: {words: '# was stopped', tone: 'text'},
	restarted: {words: '# restarted', tone: 'warning'},
	offline: {words: '# went offline', tone: 'warning'},
	silent: {words: '# fell silent', tone: 'warning'},
	quorum: {words: 'after quorum was lost', tone: 'bad'},
	new: {words: 'new group', tone: 'muted'},
	untold: {words: '', tone: 'muted'},
};
