/**
 * Gives work a signal that aborts after `deadlineMs`, or with `signal`, and holds its timer until the work is done:
 * Node 20 collects an `AbortSignal.timeout` that only an `AbortSignal.any` refers to, and it never aborts then.
 */
export async function withDeadline<Result>(
	deadlineMs: number,
	signal: AbortSignal | undefined,
	work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
	const ending = new AbortController();
	const timer = setTimeout(() => {
		ending.abort(new DOMException('timeout', 'TimeoutError'));
	}, deadlineMs);
	const end = () => {
		ending.abort(signal?.reason);
	};
	if (signal?.aborted) {
		end();
	}

	signal?.addEventListener('abort', end);
	try {
		return await work(ending.signal);
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', end);
	}
}
