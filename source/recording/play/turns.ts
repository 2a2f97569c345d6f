/** Work that is done one piece after the other. */
export type Turns = {
	/** Does the work after what is under way. `hurried`: what is under way is called off first. */
	readonly add: (work: (signal: AbortSignal) => Promise<void>, hurried?: boolean) => Promise<void>;
	/** Calls off what is under way, and does nothing that is added from now on. */
	readonly end: () => Promise<void>;
};

export function turns(): Turns {
	let queue = Promise.resolve();
	let current = new AbortController();
	let isOver = false;

	async function after(
		earlier: Promise<void>,
		work: (signal: AbortSignal) => Promise<void>,
		{signal}: AbortController,
	): Promise<void> {
		// Whoever added it gets to know how it failed.
		await earlier.catch(() => {});
		if (!isOver) {
			await work(signal);
		}
	}

	return {
		async add(work, hurried = false) {
			if (hurried) {
				current.abort();
				current = new AbortController();
			}

			queue = after(queue, work, current);
			return queue;
		},
		async end() {
			isOver = true;
			current.abort();
			await queue.catch(() => {});
		},
	};
}
