import {cleanText} from '../../domain/clean-text.ts';
import type {TerminalStreams} from './terminal.ts';

import process from 'node:process';

const endSignals = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM'] as const;

export type EndSignal = (typeof endSignals)[number];

/** Everything that can end a session, besides its own request. */
type EndListener = {
	readonly signal: (signal: EndSignal) => void;
	/** An uncaught exception or rejection. */
	readonly failed: (error: unknown) => void;
	/** The terminal is gone. */
	readonly hungUp: () => void;
	/** The process is exiting; only what happens before this returns still happens. */
	readonly exiting: () => void;
};

/** Listens until the function returned is called. */
export function listenForEnd(
	{stdin, stdout}: TerminalStreams,
	{signal, failed, hungUp, exiting}: EndListener,
): () => void {
	// Listeners of errors stay: a terminal that is gone may still report some.
	stdin.on('error', hungUp);
	stdout.on('error', hungUp);
	const listeners: readonly Listened[] = [
		...endSignals.map((name): Listened => [process, name, signal]),
		[process, 'uncaughtException', failed],
		[process, 'unhandledRejection', failed],
		[process, 'exit', exiting],
		[stdin, 'end', hungUp],
	];
	for (const [emitter, event, listener] of listeners) {
		emitter.on(event, listener);
	}

	return () => {
		for (const [emitter, event, listener] of listeners) {
			emitter.off(event, listener);
		}
	};
}

type Listened = [NodeJS.EventEmitter, ...Parameters<NodeJS.EventEmitter['on']>];

/** Between the first and the last signal for one and the same event, in ms; somebody who is out of patience waits longer. */
const echoMs = 1000;

/**
 * Returns for each signal whether it only repeats the one before: a closed terminal and its shell both send SIGHUP, npm
 * hands on a SIGINT that the terminal has sent to both, and systemd ends a login with SIGTERM and SIGHUP. Taken for
 * impatience, the second one would drop work in flight.
 */
export function echoes(now: () => number = () => performance.now()): () => boolean {
	let last = -Infinity;
	return () => {
		const isEcho = now() - last < echoMs;
		last = isEcho ? last : now();
		return isEcho;
	};
}

/** Work to do before the process ends, such as stopping servers; the signal says that time is up. */
export type LeaveTask = (signal: AbortSignal) => Promise<void> | void;

type LeaveTasks = {
	/** Adds a task; the function returned takes it back. */
	readonly add: (task: LeaveTask) => () => void;
	/** Runs all tasks side by side, each of them once ever, and returns what went wrong. */
	readonly run: (deadlineMs: number) => Promise<readonly unknown[]>;
};

export function createLeaveTasks(): LeaveTasks {
	const tasks = new Set<LeaveTask>();
	return {
		add(task) {
			tasks.add(task);
			return () => {
				tasks.delete(task);
			};
		},
		async run(deadlineMs) {
			const running = [...tasks];
			tasks.clear();
			const deadline = new AbortController();
			const timer = setTimeout(() => {
				deadline.abort(new LeaveDeadlineError(deadlineMs));
			}, deadlineMs);
			const failures = await Promise.all(running.map(task => failureOf(task, deadline.signal)));
			clearTimeout(timer);
			return failures.flat();
		},
	};
}

export class LeaveDeadlineError extends Error {
	override readonly name = 'LeaveDeadlineError';

	constructor(deadlineMs: number) {
		super(`Cleaning up took longer than ${deadlineMs / 1000} s: check for processes left behind`);
	}
}

/** What made a task fail, as a list of one; a task that is late is left to itself. */
async function failureOf(task: LeaveTask, signal: AbortSignal): Promise<readonly unknown[]> {
	const late = new Promise<never>((_, reject) => {
		signal.addEventListener('abort', () => {
			reject(signal.reason);
		});
	});
	try {
		await Promise.race([task(signal), late]);
		return [];
	} catch (error) {
		return [error];
	}
}

/** What ended the screen, for the normal screen: one line with the causes, or the stacks when debugging. */
export function describeFailure(thrown: unknown, debug: boolean): string {
	const chain = causes(thrown);
	if (debug) {
		return `leadertop stopped: ${chain.map(stackLines).join('\ncaused by: ')}\n`;
	}

	const messages = chain.map(message).join(': ');
	return `leadertop stopped: ${cleanText(messages, 1000)} (LEADERTOP_DEBUG=1 shows where)\n`;
}

/** The failure and its causes, the last first; a few are enough, and they may go round in a circle. */
function causes(thrown: unknown, limit = 5): unknown[] {
	const isLast = !(thrown instanceof Error) || thrown.cause === undefined || limit === 1;
	return isLast ? [thrown] : [thrown, ...causes(thrown.cause, limit - 1)];
}

function message(thrown: unknown): string {
	return thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
}

function stackLines(thrown: unknown): string {
	const stack = thrown instanceof Error ? (thrown.stack ?? message(thrown)) : message(thrown);
	return stack
		.split('\n')
		.map(line => cleanText(line, 1000))
		.join('\n');
}
