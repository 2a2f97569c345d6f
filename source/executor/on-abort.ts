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
	}

	signal?.addEventListener('abort', listener);
	return () => {
		signal?.removeEventListener('abort', listener);
	};
}
