/** How soon after its beginning an action may begin again: at the earliest, and while it still runs, in ms. */
const restMs = {ended: 1000, running: 5000} as const;

/** An action that does nothing when it has just begun: a key that is held down would begin it thirty times a second. */
export function sparingly(action: () => Promise<void>): () => Promise<void> {
	let startedAt = Number.NEGATIVE_INFINITY;
	let running = 0;
	return async () => {
		const now = performance.now();
		if (now - startedAt < (running > 0 ? restMs.running : restMs.ended)) {
			return;
		}

		startedAt = now;
		running++;
		await action().finally(() => {
			running--;
		});
	};
}
