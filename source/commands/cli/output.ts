import process from 'node:process';
import {constants} from 'node:os';
import {echoes} from '../../ui/mount/endings.ts';

const outputs = [process.stdout, process.stderr] as const;

/** What became of the output: where nobody listens, the first text that nobody takes ends the process in the middle of its work. */
type OutputErrors = {
	/** What is wrong with it, in words; undefined while nothing is, or where its reader has just gone away. */
	readonly fault: () => string | undefined;
};

/** Listens from now on, and never stops. */
export function trackOutputErrors(): OutputErrors {
	let first: Error | undefined;
	onOutputError(error => {
		first ??= error;
	});
	return {fault: () => (first === undefined || isGone(first) ? undefined : first.message)};
}

/** Calls back when what is printed reaches nobody; at once where that is known. Returns the way to stop listening. */
function onOutputLost(act: (reason: string) => void): () => void {
	const tell = (error: Error) => {
		act(
			isGone(error)
				? 'nobody reads any more what it prints'
				: `what it prints cannot be written: ${error.message}`,
		);
	};
	for (const {errored} of outputs) {
		if (errored) {
			tell(errored);
		}
	}

	return onOutputError(tell);
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
 * Resolves once all that was written has been taken, or nobody takes it any more. A pipe takes only so much at a time, and
 * what it has not taken is lost when the process ends: measured on Linux, all but the first 128 or 214 KiB.
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
