import {setImmediate as yieldToOthers} from 'node:timers/promises';

/**
 * Hands out turns to those who read large replies: one at a time, and between two of them keys, timers and messages
 * have theirs. Looks at several servers would otherwise add up to one long pause.
 */
export class Turns {
	#last: Promise<void> = Promise.resolve();

	/** Resolves when it is the caller's turn, until its next `await`. */
	readonly next = async (): Promise<void> => {
		this.#last = this.#last.then(async () => yieldToOthers());
		await this.#last;
	};
}
