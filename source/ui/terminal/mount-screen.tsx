import process from 'node:process';
import type {ReactNode} from 'react';
import {render, type Instance} from 'ink';
import {ErrorBoundary} from './error-boundary.tsx';
import {createFrameWriter, type FrameCounters} from './frame-writer.ts';
import {createInkStdout} from './ink-stdout.ts';
import type {KeyPress} from './key-press.ts';
import {createKeyReader} from './key-reader.ts';
import type {LeaveTask} from './leave-tasks.ts';
import {createLinePlaces, PlaceLinesContext} from './line-places.ts';
import {PaintLinesContext, type PaintLines} from './paint-lines.ts';
import {screenSize, ScreenSizeContext} from './screen-size.ts';
import {openSession} from './terminal-session.ts';
import type {TerminalStreams} from './terminal-streams.ts';

export type MountOptions = TerminalStreams & {
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
	/** Whether the terminal can show more than ASCII; `true` unless given. */
	readonly unicode?: boolean;
	readonly screenReader?: boolean;
	/** What frames that no key caused may write for long, in bytes a second; 40,000 unless given. */
	readonly bytesPerSecond?: number;
	/** How long the tasks of `onLeave` may take; 5000 unless given. */
	readonly leaveDeadlineMs?: number;
	/** Called with `performance.now()` when the terminal had taken a frame. */
	readonly onFrameWritten?: (atMs: number) => void;
};

export type MountedScreen = {
	/** Fulfilled after `close`, with the terminal restored and the tasks of `onLeave` done. */
	readonly done: Promise<void>;
	/** Leaves the screen. */
	readonly close: () => void;
	/** Leaves the screen, tells the error on the normal one and exits with 1. */
	readonly fail: (error: unknown) => void;
	/** Has the next change drawn at once. Keys do it by themselves; for what a key sets off only later. */
	readonly hurry: () => void;
	/** Stops as Ctrl-Z does. */
	readonly suspend: () => void;
	/** Draws everything anew. */
	readonly redraw: () => void;
	/** Adds work to do after the terminal was restored and before the process ends, such as stopping servers. */
	readonly onLeave: (task: LeaveTask) => () => void;
	readonly counters: FrameCounters;
};

/** Shows a React node full screen until it is closed, a signal comes or something fails. Needs a terminal at both ends. */
export function mountScreen(options: MountOptions): MountedScreen {
	const {stdin, stdout, env, onKey, onPaste} = options;
	const writer = createFrameWriter(
		{
			size: () => screenSize(stdout),
			write(text, written) {
				stdout.write(text, () => {
					written();
				});
			},
		},
		options,
	);
	const linePlaces = createLinePlaces();
	const inkStdout = createInkStdout(stdout, {
		frame(text) {
			writer.frame(linePlaces.fill(text));
		},
	});
	let painted: readonly string[] | undefined;
	const paintLines: PaintLines = lines => {
		// What a key changes at once, and what it sets off, is one frame.
		if (!painted) {
			queueMicrotask(() => {
				const newest = painted ?? [];
				painted = undefined;
				writer.frame(linePlaces.trim(newest));
			});
		}

		painted = lines;
	};
	let ink: Instance | undefined;
	let resizeTimer: NodeJS.Timeout | undefined;
	const session = openSession({
		...options,
		screen: writer,
		debug: env['LEADERTOP_DEBUG'] === '1',
		unmount() {
			process.off('warning', redrawSoon);
			stdin.off('data', reader.take);
			stdin.pause();
			reader.reset();
			stdout.off('resize', resizeSoon);
			clearTimeout(resizeTimer);
			ink?.unmount();
		},
	});

	const terminalKeys: Readonly<Record<string, () => void>> = {
		'ctrl-c': () => session.interrupt('SIGINT'),
		'ctrl-\\': () => session.interrupt('SIGQUIT'),
		'ctrl-z': session.suspend,
		'ctrl-l': writer.redraw,
	};
	const reader = createKeyReader(input => {
		// Something may have been typed after the key that closed the screen.
		if (!session.isOpen()) {
			return;
		}

		writer.hurry();
		if (input.type === 'paste') {
			onPaste?.(input.text);
		} else {
			(terminalKeys[input.key.name] ?? onKey)(input.key);
		}
	});
	stdin.on('data', reader.take);
	// Listening alone does not start an input that was paused, as after a question.
	stdin.resume();

	const tree = () => (
		<ScreenSizeContext value={screenSize(stdout)}>
			<PlaceLinesContext value={linePlaces.place}>
				<PaintLinesContext value={options.screenReader ? undefined : paintLines}>
					<ErrorBoundary onError={session.fail}>{options.node}</ErrorBoundary>
				</PaintLinesContext>
			</PlaceLinesContext>
		</ScreenSizeContext>
	);
	ink = render(tree(), {
		stdin,
		stdout: inkStdout.stdout,
		stderr: options.stderr,
		debug: true,
		exitOnCtrlC: false,
		patchConsole: false,
		isScreenReaderEnabled: options.screenReader ?? false,
	});

	function resizeSoon(): void {
		// A window that is being dragged reports every step.
		resizeTimer ??= setTimeout(() => {
			resizeTimer = undefined;
			writer.redraw();
			writer.hurry();
			ink?.rerender(tree());
			inkStdout.resized();
		}, 30);
	}

	stdout.on('resize', resizeSoon);

	// Node prints its warnings, and they may scroll the screen away.
	function redrawSoon(): void {
		setImmediate(writer.redraw);
	}

	process.on('warning', redrawSoon);

	return {
		done: session.done,
		close: session.close,
		fail: session.fail,
		hurry: writer.hurry,
		suspend: session.suspend,
		redraw: writer.redraw,
		onLeave: session.onLeave,
		counters: writer.counters,
	};
}
