import {constants} from 'node:os';
import process from 'node:process';

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** Listens for the signals that end a program, for work that must clean up after itself. */
export type EndedBySignal = {
	/** Aborted by the first of them; a second one ends the process at once. */
	readonly signal: AbortSignal;
	/** 128 and the signal's number, as a shell tells it; undefined while none came. */
	readonly exitCode: () => number | undefined;
	/** Hands the signals back. */
	readonly release: () => void;
};

export function endedBySignal(): EndedBySignal {
	const ending = new AbortController();
	let code: number | undefined;
	function onSignal(name: NodeJS.Signals): void {
		code = 128 + constants.signals[name];
		release();
		ending.abort(new Error(`ended by ${name}`));
	}

	function release(): void {
		for (const name of endings) {
			process.off(name, onSignal);
		}
	}

	for (const name of endings) {
		process.on(name, onSignal);
	}

	return {signal: ending.signal, exitCode: () => code, release};
}
