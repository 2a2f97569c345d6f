import type {OutputStream} from '../cli/command.ts';
import type {Progress} from '../flags/move-flags.ts';
import {formatElapsed} from '../../domain/time.ts';
import {newWork, workAfter} from '../../domain/work.ts';
import type {RunEvent} from '../../executor/run.ts';
import type {Glyphs} from '../../ui/glyphs.ts';
import {progressJson} from './move-json.ts';

type ProgressView = {
	readonly listener: (event: RunEvent) => void;
	/** Takes the bar away; what follows begins on a clean line. */
	readonly end: () => void;
};

/** Shows how far a run is, on stderr. */
export function showProgress(kind: Progress, stderr: OutputStream, glyphs: Glyphs): ProgressView {
	switch (kind) {
		case 'bar':
			return progressBar(stderr, glyphs);
		case 'json':
			return {
				listener(event) {
					stderr.write(`${JSON.stringify(progressJson(event))}\n`);
				},
				end() {},
			};
		case 'none':
			return {listener() {}, end() {}};
	}
}

/** A line ten times a second is more than an eye takes in. */
const drawEveryMs = 100;

const clearLine = '\r\u001B[K';

function progressBar(stderr: OutputStream, glyphs: Glyphs): ProgressView {
	let work = newWork('');
	let startedAt = 0;
	let drawnAt = -Infinity;
	return {
		listener(event) {
			startedAt = event.type === 'run-started' ? event.at : startedAt;
			work = workAfter(work, event);
			if (event.at - drawnAt >= drawEveryMs || event.type === 'run-stopping') {
				drawnAt = event.at;
				stderr.write(clearLine + line(event.at - startedAt));
			}
		},
		end() {
			stderr.write(clearLine);
		},
	};

	function line(elapsedMs: number): string {
		const {planned = 0, ended, inFlight, phase} = work;
		const done = ended['as-wanted'] + ended.elsewhere;
		const room = Math.min(stderr.columns || 80, 120) - 50;
		const cells = Math.max(0, room);
		const filled = planned === 0 ? 0 : Math.round(Math.min(1, done / planned) * cells);
		const bar = (glyphs.eighths.at(-1) ?? '#')
			.repeat(filled)
			.padEnd(cells, glyphs.ascii ? '.' : '░');
		const hint = phase === 'stopping' ? 'stopping' : 'Ctrl-C stops';
		return `${bar} ${done}/${planned}  ${inFlight} in flight  ${formatElapsed(elapsedMs)}  ${hint}`;
	}
}
