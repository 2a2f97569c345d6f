import {constants} from 'node:os';
import process from 'node:process';
import {echoes} from '../../ui/mount/echoes.ts';
import {onOutputLost} from './output-errors.ts';

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** Listens for what ends a program, for work that must clean up after itself: signals, and that nobody takes its output. */
type EndedBySignal = {
	/** Aborted by the first of them; one that comes again later, when it is not an echo, ends the process at once. */
	readonly signal: AbortSignal;
	/** 128 and the signal's number, as a shell tells it; undefined while none came. */
	readonly exitCode: () => number | undefined;
	/** Hands the signals back. */
	readonly release: () => void;
};

export function endedBySignal(): EndedBySignal {
	const ending = new AbortController();
	const isEcho = echoes();
	let code: number | undefined;
	function onSignal(name: NodeJS.Signals): void {
		if (isEcho()) {
			return;
		}

		if (code !== undefined) {
			release();
			process.kill(process.pid, name);
			return;
		}

		code = 128 + constants.signals[name];
		ending.abort(new Error(`ended by ${name}`));
	}

	const forget = onOutputLost(reason => {
		ending.abort(new Error(reason));
	});

	function release(): void {
		forget();
		for (const name of endings) {
			process.off(name, onSignal);
		}
	}

	for (const name of endings) {
		process.on(name, onSignal);
	}

	return {signal: ending.signal, exitCode: () => code, release};
}
