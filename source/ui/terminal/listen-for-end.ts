import process from 'node:process';
import {isatty} from 'node:tty';
import type {TerminalStreams} from './terminal-streams.ts';

export type EndSignal = 'SIGHUP' | 'SIGINT' | 'SIGQUIT' | 'SIGTERM';

/** Everything that can end a session, besides its own wish. */
export type EndListener = {
	readonly signal: (signal: EndSignal) => void;
	/** An exception or a rejection that nobody caught. */
	readonly failed: (error: unknown) => void;
	/** The terminal is gone: what is written to it would fail. */
	readonly hungUp: () => void;
	/** The process is exiting; only what happens before this returns still happens. */
	readonly exiting: () => void;
};

/** Listens until the function returned is called. */
export function listenForEnd(
	{stdin, stdout}: TerminalStreams,
	{signal, failed, hungUp, exiting}: EndListener,
): () => void {
	// A terminal that hung up is no terminal any more; one that did not (`kill -HUP`) wants to be restored.
	const hangUp = () => {
		if (isatty(stdout.fd)) {
			signal('SIGHUP');
		} else {
			hungUp();
		}
	};
	const signals: ReadonlyArray<readonly [EndSignal, () => void]> = [
		['SIGHUP', hangUp],
		['SIGINT', () => signal('SIGINT')],
		['SIGQUIT', () => signal('SIGQUIT')],
		['SIGTERM', () => signal('SIGTERM')],
	];
	for (const [name, handle] of signals) {
		process.on(name, handle);
	}

	process.on('uncaughtException', failed);
	process.on('unhandledRejection', failed);
	process.on('exit', exiting);
	stdin.on('end', hungUp);
	stdin.on('error', hungUp);
	stdout.on('error', hungUp);

	return () => {
		for (const [name, handle] of signals) {
			process.off(name, handle);
		}

		process.off('uncaughtException', failed);
		process.off('unhandledRejection', failed);
		process.off('exit', exiting);
		stdin.off('end', hungUp);
		stdin.off('error', hungUp);
		stdout.off('error', hungUp);
	};
}
