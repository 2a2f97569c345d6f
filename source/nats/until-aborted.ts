/** Like the promise, but gives up with the signal's reason when the signal comes first. */
export async function untilAborted<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
	if (!signal) {
		return promise;
	}

	const settled = new AbortController();
	const aborted = new Promise<never>((_resolve, reject) => {
		const giveUp = () => {
			reject(new Error('aborted'));
		};
		signal.addEventListener('abort', giveUp, {once: true, signal: settled.signal});
	});
	try {
		const first = Promise.race([promise, aborted]);
		if (signal.aborted) {
			first.catch(() => undefined);
			signal.throwIfAborted();
		}

		return await first;
	} catch (error) {
		signal.throwIfAborted();
		throw error;
	} finally {
		settled.abort();
	}
}
