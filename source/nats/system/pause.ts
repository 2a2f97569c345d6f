/** Node takes longer timeouts for none at all. */
const longestMs = 2 ** 31 - 1;

/** A wait between two turns of a loop, that can be cut short. */
export class Pause {
	#timer: NodeJS.Timeout | undefined;
	#resolve: (() => void) | undefined;
	#skipped = false;

	/** Resolves after `ms`, or as soon as `end` is called; at once when that was done since the last pause. */
	async last(ms: number): Promise<void> {
		if (!this.#skipped) {
			await new Promise<void>(resolve => {
				this.#resolve = resolve;
				this.#timer = setTimeout(resolve, Math.min(Math.max(ms, 0), longestMs));
			});
		}

		this.#skipped = false;
		this.#resolve = undefined;
	}

	end(): void {
		clearTimeout(this.#timer);
		this.#skipped = true;
		this.#resolve?.();
	}
}
