import {longestMs} from './clock.ts';

/** Calls back with the reason when the signal aborts; at once if it has already. Returns the way to stop listening. */
export function onAbort(
	signal: AbortSignal | undefined,
	act: (reason: unknown) => void,
): () => void {
	const listener = () => {
		act(signal?.reason);
	};

	if (signal?.aborted) {
		listener();
	} else {
		signal?.addEventListener('abort', listener);
	}

	return () => {
		signal?.removeEventListener('abort', listener);
	};
}

/** Like the promise, but rejects with the signal's reason when the signal comes first. */
export async function untilAborted<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
	return signal
		? new Promise((resolve, reject) => {
				const stopListening = onAbort(signal, reject);
				promise.then(resolve, reject).finally(stopListening);
			})
		: promise;
}

/**
 * Gives work a signal that aborts after `deadlineMs` (24 days at most, as timers have it), or with `signal`, and holds its timer until the work is done:
 * Node 20 collects an `AbortSignal.timeout` that only an `AbortSignal.any` refers to, and it never aborts then.
 */
export async function withDeadline<Result>(
	deadlineMs: number,
	signal: AbortSignal | undefined,
	work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
	const ending = new AbortController();
	const timer = setTimeout(
		() => {
			ending.abort(new DOMException('timeout', 'TimeoutError'));
		},
		Math.min(deadlineMs, longestMs),
	);
	const stopListening = onAbort(signal, reason => {
		ending.abort(reason);
	});
	try {
		return await work(ending.signal);
	} finally {
		clearTimeout(timer);
		stopListening();
	}
}
