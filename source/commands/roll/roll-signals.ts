import {constants} from 'node:os';
import process from 'node:process';
import {echoes} from '../../ui/mount/endings.ts';
import {onOutputLost, type EndedBySignal} from '../cli/output.ts';

/** `signal` aborts when the roll is to end at once. */
export type RollSignals = EndedBySignal & {
	/** Aborts when it is to end after the server whose turn it is. */
	readonly finish: AbortSignal;
	/** From now on the first Ctrl-C only finishes. */
	readonly begin: () => void;
};

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/**
 * Listens for what ends a roll: Ctrl-C once, then it ends after this server; Ctrl-C again, TERM or a closed terminal, then
 * at once; once more, then the process ends.
 */
export function rollSignals(): RollSignals {
	const ending = new AbortController();
	const finishing = new AbortController();
	const isEcho = echoes();
	let isBegun = false;
	let code: number | undefined;

	function onSignal(name: NodeJS.Signals): void {
		if (isEcho()) {
			return;
		}

		if (ending.signal.aborted) {
			release();
			process.kill(process.pid, name);
			return;
		}

		code = 128 + constants.signals[name];
		const reason = new Error(name === 'SIGINT' ? 'Ctrl-C was pressed' : `ended by ${name}`);
		if (name === 'SIGINT' && isBegun && !finishing.signal.aborted) {
			finishing.abort(reason);
		} else {
			ending.abort(reason);
		}
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

	return {
		signal: ending.signal,
		finish: finishing.signal,
		exitCode: () => code,
		begin() {
			isBegun = true;
		},
		release,
	};
}
