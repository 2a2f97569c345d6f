/** Time as it passes where leadertop runs, for whoever lets it be chosen. */
export const wallScheduler = {
	now: Date.now,
	after(delayMs: number, callback: () => void): () => void {
		const timer = setTimeout(() => {
			callback();
		}, delayMs);
		return () => {
			clearTimeout(timer);
		};
	},
};
