import type {SuspendTerminal, TerminalSuspension} from 'ink';
import {enterModes, leaveModes} from './escape-sequences.ts';
import {setBlocking, taken, writeNow, type TerminalStreams} from './terminal.ts';

import process from 'node:process';

type JobControl = {
	/** Gives the terminal back and stops, as Ctrl-Z does; takes it again when continued. */
	readonly suspend: () => void;
	/** Takes the terminal anew and draws everything. */
	readonly redraw: () => void;
	readonly isSuspended: () => boolean;
	/** Leaves stopping and continuing to the system again. */
	readonly release: () => void;
};

/** For so long the signals that came with the one to go on have their turn first, in ms: they come in any order. */
const otherSignalsMs = 10;

/**
 * Lets a program that holds the terminal be stopped and continued (Ctrl-Z, fg, `kill -TSTP`, `kill -STOP`).
 * @param suspendTerminal Ink's own, undefined while nothing is mounted
 */
export function followJobControl(
	{stdin, stdout}: TerminalStreams,
	suspendTerminal: () => SuspendTerminal | undefined,
	fail: (error: unknown) => void,
): JobControl {
	let suspension: Promise<TerminalSuspension> | undefined;
	let orphanTimer: NodeJS.Timeout | undefined;
	let resumeTimer: NodeJS.Timeout | undefined;
	let isReleased = false;

	function suspend(): void {
		const suspending = suspension === undefined ? suspendTerminal()?.() : undefined;
		if (suspending) {
			suspension = suspending;
			stop().catch(fail);
		}
	}

	async function stop(): Promise<void> {
		await taken(stdout);
		writeNow(stdout.fd, leaveModes);
		setBlocking(stdout, true);
		// With the default action back, the whole group stops: a shell or npx around us too.
		process.off('SIGTSTP', suspend);
		// An orphaned process group (`ssh -t host leadertop`, a container's first process) cannot stop: come back. The signals
		// that came while we were stopped have their turn first.
		orphanTimer = setTimeout(() => {
			setImmediate(resume);
		}, 100);
		process.kill(0, 'SIGTSTP');
	}

	/** A shell's `kill %1` sends TERM, then CONT: to take the terminal in the background would stop us before we have ended. */
	function resume(): void {
		clearTimeout(orphanTimer);
		clearTimeout(resumeTimer);
		resumeTimer = setTimeout(() => {
			takeAgain().catch(fail);
		}, otherSignalsMs);
	}

	async function takeAgain(): Promise<void> {
		const suspended = suspension;
		if (isReleased) {
			return;
		}

		if (suspended === undefined) {
			// After a SIGSTOP we knew nothing of the stop: the terminal is not as we left it.
			redraw();
			return;
		}

		const {resume} = await suspended;
		suspension = undefined;
		process.on('SIGTSTP', suspend);
		await takeBy(resume);
	}

	async function takeBy(resume: () => Promise<void>): Promise<void> {
		// First of all: in the background this stops us until we are in the foreground. Off and on again, for Node skips what
		// it thinks is set.
		stdin.setRawMode(false);
		stdin.setRawMode(true);
		setBlocking(stdout, false);
		stdout.write(enterModes);
		await resume();
	}

	function redraw(): void {
		const suspending = suspension === undefined ? suspendTerminal()?.() : undefined;
		suspending?.then(async ({resume}) => takeBy(resume)).catch(fail);
	}

	process.on('SIGTSTP', suspend);
	process.on('SIGCONT', resume);

	return {
		suspend,
		redraw,
		isSuspended: () => suspension !== undefined,
		release() {
			isReleased = true;
			clearTimeout(orphanTimer);
			clearTimeout(resumeTimer);
			process.off('SIGTSTP', suspend);
			process.off('SIGCONT', resume);
		},
	};
}
