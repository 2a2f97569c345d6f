/** Computing anew takes at most this share of the time. */
const dutyCycle = 0.01;

export type ThrottleOptions = {
	/** What an answer rests on: as long as it is the same, so is the answer. */
	readonly revision: () => string;
	/** Once this is another, the old answer is worth nothing: there is none, or a new one, computed at once. */
	readonly validity?: () => string;
	/** Called when there is a better answer to a question that was asked before. */
	readonly onChange: () => void;
};

type Answer<Value> = {
	readonly value: Value;
	readonly revision: string;
	readonly validity: string;
	/** As `performance.now()`. */
	readonly dueAt: number;
};

/** The newest answer that there is. Asking for it sets off a better one in the background where it is time for that. */
export function throttled<Value>(
	compute: () => Value | Promise<Value>,
	{revision, validity = () => '', onChange}: ThrottleOptions,
): () => Value | undefined {
	let last: Answer<Value> | undefined;
	let isAtWork = false;

	/** Computes an answer; what can be computed at once is there when this returns. */
	function renew(onEnd: () => void): void {
		const basis = {revision: revision(), validity: validity()};
		const begunAt = performance.now();
		const learn = (value: Value) => {
			const now = performance.now();
			last = {...basis, value, dueAt: now + (now - begunAt) / dutyCycle};
			isAtWork = false;
		};

		isAtWork = true;
		const value = compute();
		if (value instanceof Promise) {
			void (async () => {
				learn(await value);
				onChange();
			})();
		} else {
			learn(value);
			onEnd();
		}
	}

	return () => {
		const isValid = last?.validity === validity();
		if (isAtWork) {
			return isValid ? last?.value : undefined;
		}

		if (!last || !isValid) {
			renew(() => {});
		} else if (last.revision !== revision() && performance.now() >= last.dueAt) {
			isAtWork = true;
			setImmediate(renew, onChange);
		}

		return last?.validity === validity() ? last?.value : undefined;
	};
}

/** How soon after its beginning an action may begin again: at the earliest, and while it still runs, in ms. */
const gapMs = {ended: 1000, running: 5000} as const;

/** An action that does nothing when it has just begun: a key that is held down would begin it thirty times a second. */
export function throttledAction(action: () => Promise<void>): () => Promise<void> {
	let startedAt = Number.NEGATIVE_INFINITY;
	let running = 0;
	return async () => {
		const now = performance.now();
		if (now - startedAt < (running > 0 ? gapMs.running : gapMs.ended)) {
			return;
		}

		startedAt = now;
		running++;
		await action().finally(() => {
			running--;
		});
	};
}
