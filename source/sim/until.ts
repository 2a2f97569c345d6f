/** Resolves to true once `begin` calls back, or to false as soon as one of the signals is aborted. */
export async function until(
	begin: (done: () => void) => void,
	...signals: readonly (AbortSignal | undefined)[]
): Promise<boolean> {
	return new Promise(resolve => {
		const interrupt = () => {
			end(false);
		};
		const end = (done: boolean) => {
			for (const signal of signals) {
				signal?.removeEventListener('abort', interrupt);
			}

			resolve(done);
		};
		for (const signal of signals) {
			signal?.addEventListener('abort', interrupt);
		}

		if (signals.some(signal => signal?.aborted)) {
			end(false);
		} else {
			begin(() => {
				end(true);
			});
		}
	});
}
