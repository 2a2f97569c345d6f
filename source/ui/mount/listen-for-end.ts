import process from 'node:process';
import type {TerminalStreams} from './terminal-streams.ts';

const endSignals = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM'] as const;

export type EndSignal = (typeof endSignals)[number];

/** Everything that can end a session, besides its own request. */
export type EndListener = {
	readonly signal: (signal: EndSignal) => void;
	/** An exception or a rejection that nobody caught. */
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
	for (const name of endSignals) {
		process.on(name, signal);
	}

	process.on('uncaughtException', failed);
	process.on('unhandledRejection', failed);
	process.on('exit', exiting);
	stdin.on('end', hungUp);
	stdin.on('error', hungUp);
	stdout.on('error', hungUp);

	return () => {
		for (const name of endSignals) {
			process.off(name, signal);
		}

		process.off('uncaughtException', failed);
		process.off('unhandledRejection', failed);
		process.off('exit', exiting);
		stdin.off('end', hungUp);
		// Listeners of errors stay: a terminal that is gone may still report some.
	};
}
