import process from 'node:process';
import type {TerminalStreams} from './terminal.ts';

const endSignals = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM'] as const;

export type EndSignal = (typeof endSignals)[number];

/** Everything that can end a session, besides its own request. */
export type EndListener = {
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
