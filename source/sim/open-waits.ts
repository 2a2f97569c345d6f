/** Waits that all end with the cluster that they are about. */
export type OpenWaits = {
	/** Resolves to true once `begin` calls back, or to false when the signal is aborted or the waits are closed. */
	readonly until: (begin: (done: () => void) => void, signal?: AbortSignal) => Promise<boolean>;
	readonly close: () => void;
};

/** One signal for all of them would not do: with more than ten listeners Node warns, in the middle of the screen. */
export function openWaits(): OpenWaits {
	const interrupts = new Set<() => void>();
	let closed = false;
	return {
		async until(begin, signal) {
			return new Promise(resolve => {
				const interrupt = () => {
					end(false);
				};
				const end = (done: boolean) => {
					interrupts.delete(interrupt);
					signal?.removeEventListener('abort', interrupt);
					resolve(done);
				};
				if (closed || signal?.aborted) {
					resolve(false);
					return;
				}

				interrupts.add(interrupt);
				signal?.addEventListener('abort', interrupt);
				begin(() => {
					end(true);
				});
			});
		},
		close() {
			closed = true;
			for (const interrupt of interrupts) {
				interrupt();
			}
		},
	};
}
