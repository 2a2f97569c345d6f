import process from 'node:process';

const outputs = [process.stdout, process.stderr] as const;

/** What became of the output: where nobody listens, the first text that nobody takes ends the process in the middle of its work. */
type OutputErrors = {
	/** What is wrong with it, in words; undefined while nothing is, or where its reader has just gone away. */
	readonly fault: () => string | undefined;
};

/** Listens from now on, and never stops. */
export function bearOutputErrors(): OutputErrors {
	let first: Error | undefined;
	onOutputError(error => {
		first ??= error;
	});
	return {fault: () => (first === undefined || isGone(first) ? undefined : first.message)};
}

/** Calls back when what is printed reaches nobody; at once where that is known. Returns the way to stop listening. */
export function onOutputLost(act: (reason: string) => void): () => void {
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
