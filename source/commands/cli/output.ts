import {constants} from 'node:os';
import process from 'node:process';
import {echoes} from '../../ui/mount/endings.ts';

const outputs = [process.stdout, process.stderr] as const;

/**
 * Listens for errors of stdout and stderr from now on: without a listener the first one would end the process in the
 * middle of its work. What it returns says what is wrong; undefined while nothing is, or where the reader has gone.
 */
export function trackOutputErrors(): () => string | undefined {
	let first: Error | undefined;
	onOutputError(error => {
		first ??= error;
	});
	return () => (first === undefined || isGone(first) ? undefined : first.message);
}

/** Calls back when what is printed is lost; at once where that is known. Returns the way to stop listening. */
export function onOutputLost(act: (reason: string) => void): () => void {
	const report = (error: Error) => {
		act(
			isGone(error)
				? 'the reader of its output is gone'
				: `cannot write the output: ${error.message}`,
		);
	};
	for (const {errored} of outputs) {
		if (errored) {
			report(errored);
		}
	}

	return onOutputError(report);
}

function onOutputError(act: (error: Error) => void): () => void {
	for (const output of outputs) {
		output.on('error', act);
	}

	return () => {
		for (const output of outputs) {
			output.off('error', act);
		}
	};
}

/** As with `leadertop report | head`: that is no fault. */
function isGone(error: Error): boolean {
	return 'code' in error && error.code === 'EPIPE';
}

/**
 * Resolves once all that was written is taken, or the reader has gone. A pipe takes 128 to 214 KiB at a time (Linux), and
 * what it has not taken is lost when the process ends.
 */
export async function flushed(stream: NodeJS.WriteStream): Promise<void> {
	if (stream.writableLength === 0 || stream.destroyed) {
		return;
	}

	await new Promise<void>(resolve => {
		stream.once('error', () => {
			resolve();
		});
		stream.write('', () => {
			resolve();
		});
	});
}

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

export type EndedBySignal = {
	/** Aborted by the first signal, or when the output is lost. A later signal, when it is no echo, ends the process at once. */
	readonly signal: AbortSignal;
	/** 128 and the signal's number, as a shell reports it; undefined while none came. */
	readonly exitCode: () => number | undefined;
	/** Hands the signals back. */
	readonly release: () => void;
};

/** Listens for what ends a program, for work that must clean up after itself. */
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
