import {constants} from 'node:os';
import {setImmediate} from 'node:timers/promises';
import {isatty} from 'node:tty';
import {render, type SuspendTerminal} from 'ink';
import type {ReactNode} from 'react';
import {
	createLeaveTasks,
	describeFailure,
	echoes,
	listenForEnd,
	type EndSignal,
	type LeaveTask,
} from './endings.ts';
import {followJobControl} from './job-control.ts';
import {TerminalRoot, type KeyPress} from './terminal-root.tsx';
import {clipboardCopy, enterModes, leaveInk, leaveModes} from './escape-sequences.ts';
import {setBlocking, taken, writeNow, type TerminalStreams} from './terminal.ts';

import process from 'node:process';

type MountOptions = TerminalStreams & {
	readonly node: ReactNode;
	/** Gets every key but Ctrl-C, Ctrl-\, Ctrl-Z and Ctrl-L, which always do what they do in a terminal. */
	readonly onKey: (key: KeyPress) => void;
	/** Gets pasted text, for a text field that is being typed in. Without it pastes are ignored. */
	readonly onPaste?: (text: string) => void;
	/** `LEADERTOP_DEBUG=1` shows a failure with its stack. */
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Ends the process; called when a signal or a failure ended the screen, after all is restored. */
	readonly exit: (code: number) => void;
	/** Lines for the normal screen after leaving, whatever the cause: already cleaned, without newlines. */
	readonly summary?: () => readonly string[];
	/** How long the tasks of `onLeave` may take; 5000 unless given. */
	readonly leaveDeadlineMs?: number;
	/** Called after each frame that Ink drew. */
	readonly onFrame?: () => void;
};

type MountedScreen = {
	/** Fulfilled after `close`, with the terminal restored and the tasks of `onLeave` done. */
	readonly done: Promise<void>;
	/** Leaves the screen. */
	readonly close: () => void;
	/** Leaves the screen, prints the error on the normal one and exits with 1. */
	readonly fail: (error: unknown) => void;
	/** Stops as Ctrl-Z does. */
	readonly suspend: () => void;
	/** Draws everything anew. */
	readonly redraw: () => void;
	/** Puts a text on the clipboard of the terminal. */
	readonly copy: (text: string) => void;
	/** Adds work to do after the terminal was restored and before the process ends, such as stopping servers. */
	readonly onLeave: (task: LeaveTask) => () => void;
};

type Ending =
	| {readonly type: 'closed'}
	| {readonly type: 'signal'; readonly signal: EndSignal}
	| {readonly type: 'failed'; readonly error: unknown}
	| {readonly type: 'hung up'};

/**
 * Shows a React node full screen until it is closed, a signal comes or something fails, and restores the terminal in
 * whatever way this ends. Needs a terminal at both ends.
 */
export function mountScreen(options: MountOptions): MountedScreen {
	const {stdin, stdout, stderr, exit, env, leaveDeadlineMs = 5000} = options;
	const tasks = createLeaveTasks();
	const isEcho = echoes();
	let ending: Ending | undefined;
	let isRestored = false;
	let suspendTerminal: SuspendTerminal | undefined;
	let resolveDone: () => void;
	const done = new Promise<void>(resolve => {
		resolveDone = resolve;
	});
	const interrupt = (signal: EndSignal) => {
		end({type: 'signal', signal});
	};
	const fail = (error: unknown) => {
		end({type: 'failed', error});
	};
	const unlisten = listenForEnd(options, {
		signal: interrupt,
		failed: fail,
		hungUp: () => {
			end({type: 'hung up'});
		},
		exiting: restoreNow,
	});
	const jobControl = followJobControl(options, () => suspendTerminal, fail);
	const terminalKeys: Readonly<Record<string, () => void>> = {
		'ctrl-c': () => {
			interrupt('SIGINT');
		},
		'ctrl-\\': () => {
			interrupt('SIGQUIT');
		},
		'ctrl-z': jobControl.suspend,
		'ctrl-l': jobControl.redraw,
	};

	function onKey(key: KeyPress): void {
		// Something may have been typed after the key that closed the screen.
		if (ending === undefined) {
			(terminalKeys[key.name] ?? options.onKey)(key);
		}
	}

	function onPaste(text: string): void {
		if (ending === undefined) {
			options.onPaste?.(text);
		}
	}

	// In the background this stops us until we are in the foreground, before anything is drawn.
	stdin.setRawMode(true);
	setBlocking(stdout, false);
	// Packages of Ink's show the cursor there when the process exits: in a terminal that stalls, that would be never.
	setBlocking(stderr, false);
	stdout.write(enterModes);
	const ink = render(
		<TerminalRoot
			onError={fail}
			onKey={onKey}
			onPaste={onPaste}
			onMount={suspend => {
				suspendTerminal = suspend;
			}}
		>
			{options.node}
		</TerminalRoot>,
		{
			stdin,
			stdout,
			stderr,
			exitOnCtrlC: false,
			patchConsole: false,
			interactive: true,
			alternateScreen: true,
			incrementalRendering: true,
			maxFps: 60,
			onRender: () => options.onFrame?.(),
		},
	);
	// Node prints its warnings, and they may scroll the screen away.
	const redrawSoon = () => {
		globalThis.setImmediate(jobControl.redraw);
	};
	process.on('warning', redrawSoon);

	function end(cause: Ending): void {
		const isRepeated = (cause.type === 'signal' || cause.type === 'hung up') && isEcho();
		if (ending === undefined) {
			// A terminal that hung up is none any more, whichever sign of it comes first.
			ending = isatty(stdout.fd) ? cause : {type: 'hung up'};
			finish(ending).catch(printFailure);
		} else if (cause.type === 'signal' && !isRepeated) {
			exit(exitCode(ending));
		} else if (cause.type === 'failed') {
			printFailure(cause.error);
		}
	}

	async function finish(cause: Ending): Promise<void> {
		const wasSuspended = jobControl.isSuspended();
		jobControl.release();
		process.off('warning', redrawSoon);
		await taken(stdout);
		if (!wasSuspended && isatty(stdout.fd)) {
			await giveKeyboardBack(stdin);
		}

		ink.unmount();
		await taken(stdout);
		restoreNow();
		try {
			writeNow(stdout.fd, (options.summary?.() ?? []).map(line => `${line}\n`).join(''));
		} catch (error) {
			printFailure(error);
		}

		if (cause.type === 'failed') {
			printFailure(cause.error);
		}

		for (const failure of await tasks.run(leaveDeadlineMs)) {
			printFailure(failure);
		}

		if (stdout.writableLength === 0) {
			setBlocking(stdout, true);
			setBlocking(stderr, true);
		}

		unlisten();
		if (cause.type === 'closed') {
			resolveDone();
		} else if (cause.type === 'hung up' || !isatty(stdout.fd)) {
			// Before version 24, Node aborts with a core dump when it cannot reset a terminal in its exit (nodejs/node#51519).
			endBy('SIGHUP');
		} else if (cause.type === 'signal' && wasSuspended) {
			// Nor may a process in the background reset it: its exit would stop it again.
			endBy(cause.signal);
		} else {
			exit(exitCode(cause));
		}
	}

	/** All modes back before this returns, also where the terminal did not take what Ink wrote, or the process exits. */
	function restoreNow(): void {
		if (!isRestored && isatty(stdout.fd) && !jobControl.isSuspended()) {
			writeNow(stdout.fd, leaveModes + (stdout.writableLength > 0 ? leaveInk : ''));
		}

		isRestored = true;
	}

	function printFailure(error: unknown): void {
		writeNow(stderr.fd, describeFailure(error, env['LEADERTOP_DEBUG'] === '1'));
	}

	return {
		done,
		close: () => {
			end({type: 'closed'});
		},
		fail,
		suspend: jobControl.suspend,
		redraw: jobControl.redraw,
		copy(text) {
			if (ending === undefined && !jobControl.isSuspended()) {
				stdout.write(clipboardCopy(text));
			}
		},
		onLeave: tasks.add,
	};
}

/**
 * Before the screen is left: what is typed from then on is the shell's, and an Enter in raw mode is none for it.
 * A stream read by `readable` stops only once it has no listener and has flowed.
 */
async function giveKeyboardBack(stdin: NodeJS.ReadStream): Promise<void> {
	stdin.setRawMode(false);
	stdin.removeAllListeners('readable');
	await setImmediate();
	stdin.resume();
	stdin.pause();
	await setImmediate();
}

/** Ends the process by a signal at once: with a listener of a package left, it would wait for an event loop that is empty. */
function endBy(signal: NodeJS.Signals): void {
	process.removeAllListeners(signal);
	process.kill(process.pid, signal);
}

/** A signal's is what a shell would report: 128 and its number. */
function exitCode(ending: Ending): number {
	if (ending.type === 'signal') {
		return 128 + constants.signals[ending.signal];
	}

	return {closed: 0, failed: 1, 'hung up': 128 + constants.signals.SIGHUP}[ending.type];
}
