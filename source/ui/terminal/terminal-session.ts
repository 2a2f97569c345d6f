import {constants} from 'node:os';
import process from 'node:process';
import {isatty} from 'node:tty';
import {describeFailure} from './describe-failure.ts';
import {echoes} from './echoes.ts';
import {followJobControl} from './job-control.ts';
import {createLeaveTasks, type LeaveTask} from './leave-tasks.ts';
import {listenForEnd, type EndSignal} from './listen-for-end.ts';
import {setBlocking} from './set-blocking.ts';
import {createTerminalMode, type ScreenSwitch} from './terminal-mode.ts';
import type {OutputStream, TerminalStreams} from './terminal-streams.ts';
import {writeNow} from './write-now.ts';

export type SessionOptions = TerminalStreams & {
	/** Ends the process, once the terminal is restored after a signal or a failure. */
	readonly exit: (code: number) => void;
	readonly screen: ScreenSwitch;
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
	/** Whether nothing has ended it yet. */
	readonly isOpen: () => boolean;
	/** Leaves the screen as the user wished. */
	readonly close: () => void;
	/** Leaves the screen as a signal wishes: exit code 128 + its number. A second one, a second later or more, does not wait for the tasks. */
	readonly interrupt: (signal: EndSignal) => void;
	/** Leaves the screen, tells the error on the normal one, exits with 1. */
	readonly fail: (error: unknown) => void;
	/** Gives the terminal back and stops, as Ctrl-Z does; takes it again when continued. */
	readonly suspend: () => void;
	/** Adds work to do after the terminal was restored and before the process ends. */
	readonly onLeave: (task: LeaveTask) => () => void;
};

type Ending =
	| {readonly type: 'closed'}
	| {readonly type: 'signal'; readonly signal: EndSignal}
	| {readonly type: 'failed'; readonly error: unknown}
	| {readonly type: 'hung up'};

/** Takes the terminal and answers for giving it back in whatever way this ends. */
export function openSession(options: SessionOptions): TerminalSession {
	const {stdout, stderr, exit, screen, unmount, debug = false, leaveDeadlineMs = 5000} = options;
	const terminal = createTerminalMode(options, screen);
	const jobControl = followJobControl(terminal, stdout);
	const tasks = createLeaveTasks();
	let ending: Ending | undefined;
	let resolveDone: () => void;
	const done = new Promise<void>(resolve => {
		resolveDone = resolve;
	});

	const isEcho = echoes();
	const interrupt = (signal: EndSignal) => {
		end({type: 'signal', signal});
	};
	const fail = (error: unknown) => {
		end({type: 'failed', error});
	};
	const unlisten = listenForEnd(options, {
		signal: interrupt,
		failed: fail,
		hungUp: () => end({type: 'hung up'}),
		exiting: terminal.giveBack,
	});

	function end(cause: Ending): void {
		const isRepeated = (cause.type === 'signal' || cause.type === 'hung up') && isEcho();
		if (ending === undefined) {
			// A terminal that hung up is none any more, whichever sign of it comes first.
			ending = isatty(stdout.fd) ? cause : {type: 'hung up'};
			void finish(ending);
		} else if (cause.type === 'signal' && !isRepeated) {
			exit(exitCode(ending));
		} else if (cause.type === 'failed') {
			tellFailure(cause.error);
		}
	}

	async function finish(cause: Ending): Promise<void> {
		const wasSuspended = jobControl.isSuspended();
		jobControl.release();
		screen.shut();
		await taken(stdout);
		terminal.giveBack();
		try {
			writeNow(stdout.fd, (options.summary?.() ?? []).map(line => `${line}\n`).join(''));
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

		setBlocking(stdout, true);
		unlisten();
		if (cause.type === 'closed') {
			resolveDone();
		} else if (cause.type === 'hung up') {
			// Before version 24, Node aborts with a core dump when it cannot reset a terminal in its exit (nodejs/node#51519).
			process.kill(process.pid, 'SIGHUP');
		} else if (cause.type === 'signal' && wasSuspended) {
			// Nor may a process in the background reset it: its exit would stop it again.
			process.kill(process.pid, cause.signal);
		} else {
			exit(exitCode(cause));
		}
	}

	function tellFailure(error: unknown): void {
		writeNow(stderr.fd, describeFailure(error, debug));
	}

	terminal.take();
	return {
		done,
		isOpen: () => ending === undefined,
		close: () => end({type: 'closed'}),
		interrupt,
		fail,
		suspend: jobControl.suspend,
		onLeave: tasks.add,
	};
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
