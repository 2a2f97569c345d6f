import {setImmediate as turn} from 'node:timers/promises';

/** Appends lines that survive a crash of the machine. */
export type DurableLines = {
	/** Resolves when the line has been committed. After the first failure every call rejects with it. */
	readonly append: (line: string) => Promise<void>;
	/** Resolves when nothing is being written any more. */
	readonly idle: () => Promise<void>;
};

/**
 * Group commit: lines that come while the disk is busy are written together and share one sync,
 * so that the number of lines a second does not hang on the number of syncs a second.
 * @param commit puts text at the end of the file and on the disk
 */
export function durableLines(commit: (text: string) => Promise<void>): DurableLines {
	let waiting: Line[] = [];
	let committing: Promise<void> | undefined;
	let failure: {readonly error: unknown} | undefined;

	async function commitAll(): Promise<void> {
		// What has just ended lets the next one begin a few promises later: their lines shall share a batch.
		await turn();
		while (waiting.length > 0) {
			const batch = waiting;
			waiting = [];
			await commitBatch(batch);
		}

		committing = undefined;
	}

	async function commitBatch(batch: readonly Line[]): Promise<void> {
		try {
			if (!failure) {
				await commit(batch.map(({text}) => text).join(''));
			}
		} catch (error) {
			// Half a line may stand at the end now: nothing is put behind it.
			failure = {error};
		}

		for (const {done} of batch) {
			done(failure);
		}
	}

	return {
		append: text =>
			new Promise((resolve, reject) => {
				waiting.push({text, done: failed => (failed ? reject(failed.error) : resolve())});
				committing ??= commitAll();
			}),
		async idle() {
			await committing;
		},
	};
}

type Line = {
	readonly text: string;
	readonly done: (failure: {readonly error: unknown} | undefined) => void;
};
