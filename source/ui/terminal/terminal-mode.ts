import {isatty} from 'node:tty';
import {enterScreen, leaveScreen} from './control-sequences.ts';
import {setBlocking} from './set-blocking.ts';
import type {TerminalStreams} from './terminal-streams.ts';
import {writeNow} from './write-now.ts';

/** What draws: `open` on a screen that is ours, `shut` before it is not ours any more. */
export type ScreenSwitch = {readonly open: () => void; readonly shut: () => void};

/** The two states of a terminal: as it was, and as a full screen of ours needs it. */
export type TerminalMode = {
	/** Also when it is taken already: others may have had it meanwhile. */
	readonly take: () => void;
	/** Undoes `take`, all of it before this returns; does nothing to a terminal that is not taken, or gone. */
	readonly giveBack: () => void;
	readonly isTaken: () => boolean;
};

/** Switches between the two states; the terminal starts as it was. */
export function createTerminalMode(
	{stdin, stdout}: TerminalStreams,
	screen: ScreenSwitch,
): TerminalMode {
	let isTaken = false;
	return {
		take() {
			isTaken = true;
			// First of all: in the background this stops us until we are in the foreground. Off and on again, for Node skips what
			// it thinks is set.
			stdin.setRawMode(false);
			stdin.setRawMode(true);
			setBlocking(stdout, false);
			stdout.write(enterScreen);
			screen.open();
		},
		giveBack() {
			screen.shut();
			if (isTaken && isatty(stdout.fd)) {
				stdin.setRawMode(false);
				writeNow(stdout.fd, leaveScreen);
			}

			isTaken = false;
		},
		isTaken: () => isTaken,
	};
}
