import {sleep} from '../time/sleep.ts';

type PollOptions = {
	/** The beginning of the sentence that says what did not happen: `The cluster is not ready`. */
	readonly what: string;
	readonly timeoutMs: number;
	readonly signal?: AbortSignal;
};

/** What one try found, and what is not as it should be yet. */
export type Found<T> = {readonly found: T; readonly missing: readonly string[]};

/**
 * Tries again until nothing is missing any more, and returns what the last try found. A try that fails counts as
 * something missing: servers that start or stop refuse connections. Only a HopelessError ends it at once.
 * @throws TooLateError with what was missing at the end
 */
export async function pollUntil<T>(
	attempt: () => Promise<Found<T>>,
	{what, timeoutMs, signal}: PollOptions,
): Promise<T> {
	const deadline = performance.now() + timeoutMs;
	for (;;) {
		signal?.throwIfAborted();
		const began = performance.now();
		let missing: readonly string[];
		try {
			const {found, missing: stillMissing} = await attempt();
			if (stillMissing.length === 0) {
				return found;
			}

			missing = stillMissing;
		} catch (error) {
			if (error instanceof HopelessError) {
				throw error;
			}

			missing = [error instanceof Error ? error.message : String(error)];
		}

		const ended = performance.now();
		if (ended > deadline) {
			throw new TooLateError(`${what} after ${timeoutMs / 1000} s: ${missing.join('; ')}`);
		}

		// A try that costs the servers much is repeated less often. The next round throws the signal's own reason.
		await sleep(Math.max(pollMs, ended - began), signal);
	}
}

/** Thrown by a try after which no other can help. */
export class HopelessError extends Error {
	/** Whether the same from the beginning may end well. */
	readonly worthRetrying: boolean;

	constructor(message: string, worthRetrying: boolean) {
		super(message);
		this.worthRetrying = worthRetrying;
	}
}

/** Something did not happen in time. */
export class TooLateError extends Error {
	override readonly name = 'TooLateError';
}

const pollMs = 50;
