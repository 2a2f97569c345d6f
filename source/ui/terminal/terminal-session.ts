import {constants} from 'node:os';
import process from 'node:process';
import {enterScreen, leaveScreen} from './control-sequences.ts';
import {describeFailure} from './describe-failure.ts';
import {createLeaveTasks, type LeaveTask} from './leave-tasks.ts';
import {listenForEnd, type EndSignal} from './listen-for-end.ts';
import {setBlocking} from './set-blocking.ts';
import type {OutputStream, TerminalStreams} from './terminal-streams.ts';
import {writeNow} from './write-now.ts';

export type SessionOptions = TerminalStreams & {
	/** Ends the process. Called once the terminal is restored, whatever ended the session but `close`. */
	readonly exit: (code: number) => void;
	/** What draws: `open` on a screen that is ours and empty, `shut` before it is not ours any more. */
	readonly screen: {readonly open: () => void; readonly shut: () => void};
	/** Takes the interface down when the session ends. */
	readonly unmount: () => void;
	/** Lines for the normal screen after leaving, whatever the cause. */
	readonly summary?: (() => readonly string[]) | undefined;
	/** Whether a failure is shown with its stack. */
	readonly debug?: boolean | undefined;
	/** How long the tasks of `onLeave` may take. */
	readonly leaveDeadlineMs?: number | undefined;
};

export type TerminalSession = {
	/** Fulfilled when `close` is through: the terminal restored, the tasks done. */
	readonly done: Promise<void>;
	/** Leaves the screen as the user wished. */
	readonly close: () => void;
	/** Leaves the screen as a signal wishes: exit code 128 + its number. A second one does not wait for the tasks. */
	readonly interrupt: (signal: EndSignal) => void;
	/** Leaves the screen, tells the error on the normal one, exits with 1. */
	readonly fail: (error: unknown) => void;
	/** Gives the terminal back and stops the process group, as Ctrl-Z does; comes back when it is continued. */
	readonly suspend: () => void;
	/** Adds work to do after the terminal was restored and before the process ends. */
	readonly onLeave: (task: LeaveTask) => () => void;
};

type Ending =
	| {readonly type: 'closed'}
	| {readonly type: 'signal'; readonly signal: EndSignal}
	| {readonly type: 'failed'; readonly error: unknown}
	| {readonly type: 'hung up'};

/** Takes the terminal: alternate screen, raw mode, signals; and answers for giving it back in whatever way this ends. */
export function openSession(options: SessionOptions): TerminalSession {
	const {stdin, stdout, stderr, exit, screen, unmount, debug = false} = options;
	const {leaveDeadlineMs = 5000} = options;
	const tasks = createLeaveTasks();
	let resolveDone: () => void;
	const done = new Promise<void>(resolve => {
		resolveDone = resolve;
	});
	let state: 'entered' | 'suspended' | 'left' = 'left';
	let ending: Ending | undefined;
	let orphanTimer: NodeJS.Timeout | undefined;

	function enter(): void {
		state = 'entered';
		// First of all: in the background this stops us until we are in the foreground.
		stdin.setRawMode(true);
		setBlocking(stdout, false);
		stdout.write(enterScreen);
		screen.open();
	}

	function leave(next: 'suspended' | 'left'): void {
		screen.shut();
		if (state === 'entered' && ending?.type !== 'hung up') {
			stdin.setRawMode(false);
			writeNow(stdout.fd, leaveScreen);
			setBlocking(stdout, true);
		}

		state = next;
	}

	function suspend(): void {
		if (state !== 'entered' || ending) {
			return;
		}

		leave('suspended');
		// With the default action back, the whole group stops: a shell or npx around us too.
		process.off('SIGTSTP', suspend);
		// An orphaned process group (`ssh -t host leadertop`, a container's first process) cannot stop: come back.
		orphanTimer = setTimeout(resume, 100);
		process.kill(0, 'SIGTSTP');
	}

	function resume(): void {
		clearTimeout(orphanTimer);
		if (state === 'left' || ending) {
			return;
		}

		if (state === 'suspended') {
			process.on('SIGTSTP', suspend);
		} else {
			// Stopped by SIGSTOP: others had the terminal without our knowing. Node skips what it thinks is set already.
			screen.shut();
			stdin.setRawMode(false);
		}

		enter();
	}

	function end(cause: Ending): void {
		if (ending === undefined) {
			ending = cause;
			void finish(cause);
		} else if (cause.type === 'signal') {
			exit(exitCode(ending));
		} else if (cause.type === 'failed') {
			tellFailure(cause.error);
		}
	}

	async function finish(cause: Ending): Promise<void> {
		screen.shut();
		await taken(stdout);
		leave('left');
		try {
			tell(stdout, (options.summary?.() ?? []).map(line => `${line}\n`).join(''));
			unmount();
		} catch (error) {
			tellFailure(error);
		}

		if (cause.type === 'failed') {
			tellFailure(cause.error);
		}

		for (const failure of await tasks.run(leaveDeadlineMs)) {
			tellFailure(failure);
		}

		unlisten();
		process.off('SIGTSTP', suspend);
		process.off('SIGCONT', resume);
		if (cause.type === 'closed') {
			resolveDone();
		} else {
			exit(exitCode(cause));
		}
	}

	function tellFailure(error: unknown): void {
		tell(stderr, describeFailure(error, debug));
	}

	function tell(stream: OutputStream, text: string): void {
		if (ending?.type !== 'hung up') {
			writeNow(stream.fd, text);
		}
	}

	const unlisten = listenForEnd(options, {
		signal: interrupt,
		failed: fail,
		hungUp() {
			end({type: 'hung up'});
		},
		exiting() {
			leave('left');
		},
	});
	process.on('SIGTSTP', suspend);
	process.on('SIGCONT', resume);
	enter();

	return {
		done,
		close() {
			end({type: 'closed'});
		},
		interrupt,
		fail,
		suspend,
		onLeave: tasks.add,
	};

	function interrupt(signal: EndSignal): void {
		end({type: 'signal', signal});
	}

	function fail(error: unknown): void {
		end({type: 'failed', error});
	}
}

/** A signal's is what a shell would tell: 128 and its number. */
function exitCode(ending: Ending): number {
	if (ending.type === 'signal') {
		return 128 + constants.signals[ending.signal];
	}

	return {closed: 0, failed: 1, 'hung up': 128 + constants.signals.SIGHUP}[ending.type];
}

/** Waits until the terminal took what was written to it, so that nothing follows the end; not for ever, it may stall. */
async function taken(stdout: OutputStream, patienceMs = 300): Promise<void> {
	if (stdout.writableLength === 0) {
		return;
	}

	await new Promise<void>(resolve => {
		const timer = setTimeout(resolve, patienceMs);
		stdout.write('', () => {
			clearTimeout(timer);
			resolve();
		});
	});
}
