/** Like the promise, but gives up with the signal's reason when the signal comes first. */
export async function untilAborted<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
	return signal ? new Promise(firstOf(promise, signal)) : promise;
}

function firstOf<T>(promise: Promise<T>, signal: AbortSignal) {
	return (resolve: (value: T) => void, reject: (reason: unknown) => void) => {
		const giveUp = () => {
			reject(signal.reason);
		};
		const settle = () => {
			signal.removeEventListener('abort', giveUp);
		};

		if (signal.aborted) {
			giveUp();
		} else {
			signal.addEventListener('abort', giveUp);
		}

		promise.then(resolve, reject).finally(settle);
	};
}
