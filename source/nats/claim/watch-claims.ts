import type {ClaimHolder} from '../../cluster.ts';
import {ClaimLines} from './claim-lines.ts';
import {claimSubject} from './claim-message.ts';
import type {Voices} from './voices.ts';

/** A holder that has not been heard for this long is gone: it says every 2 s that it is there. */
const silenceMs = 7000;

/** Tells who runs moves on a cluster, and when nobody does any more. Returns the way to end it. */
export function watchClaims(
	voices: Voices,
	cluster: string,
	listener: (holder: ClaimHolder | undefined) => void,
): () => void {
	let silence: NodeJS.Timeout | undefined;
	let released: string | undefined;
	const lines = new ClaimLines(voices, claimSubject(cluster), heard => {
		// What it said before may arrive later, over another connection.
		if (heard.type === 'asking' || heard.id === released) {
			return;
		}

		clearTimeout(silence);
		if (heard.type === 'released') {
			released = heard.id;
			listener(undefined);
			return;
		}

		silence = setTimeout(listener, silenceMs, undefined);
		listener({who: heard.who, purpose: heard.purpose, since: heard.startedAt});
	});
	return () => {
		clearTimeout(silence);
		lines.end();
	};
}
