import process from 'node:process';
import {setBlocking} from './set-blocking.ts';
import type {TerminalMode} from './terminal-mode.ts';
import type {OutputStream} from './terminal-streams.ts';

export type JobControl = {
	/** Gives the terminal back and stops, as Ctrl-Z does; takes it again when continued. */
	readonly suspend: () => void;
	readonly isSuspended: () => boolean;
	/** Leaves stopping and continuing to the system again. */
	readonly release: () => void;
};

/** For so long the signals that came with the one to go on have their turn first, in ms: they come in any order. */
const otherSignalsMs = 10;

/** Lets a program that holds the terminal be stopped and continued (Ctrl-Z, fg, `kill -TSTP`, `kill -STOP`). */
export function followJobControl(terminal: TerminalMode, stdout: OutputStream): JobControl {
	let isSuspended = false;
	let orphanTimer: NodeJS.Timeout | undefined;
	let resumeTimer: NodeJS.Timeout | undefined;

	function suspend(): void {
		if (!terminal.isTaken()) {
			return;
		}

		isSuspended = true;
		terminal.giveBack();
		setBlocking(stdout, true);
		// With the default action back, the whole group stops: a shell or npx around us too.
		process.off('SIGTSTP', suspend);
		// An orphaned process group (`ssh -t host leadertop`, a container's first process) cannot stop: come back. The signals
		// that came while we were stopped have their turn first.
		orphanTimer = setTimeout(() => {
			setImmediate(() => {
				if (isSuspended) {
					resume();
				}
			});
		}, 100);
		process.kill(0, 'SIGTSTP');
	}

	/** A shell's `kill %1` sends TERM, then CONT: who takes the terminal in the background is stopped before it has ended. */
	function resume(): void {
		clearTimeout(orphanTimer);
		clearTimeout(resumeTimer);
		resumeTimer = setTimeout(takeAgain, otherSignalsMs);
	}

	function takeAgain(): void {
		if (isSuspended) {
			isSuspended = false;
			process.on('SIGTSTP', suspend);
		}

		// After a SIGSTOP we knew nothing of the stop: the terminal is still taken, but not as we took it.
		terminal.take();
	}

	process.on('SIGTSTP', suspend);
	process.on('SIGCONT', resume);

	return {
		suspend,
		isSuspended: () => isSuspended,
		release() {
			clearTimeout(orphanTimer);
			clearTimeout(resumeTimer);
			isSuspended = false;
			process.off('SIGTSTP', suspend);
			process.off('SIGCONT', resume);
		},
	};
}
