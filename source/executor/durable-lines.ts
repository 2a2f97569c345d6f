import {setImmediate as turn} from 'node:timers/promises';

/** Appends lines that survive a crash of the machine. */
export type DurableLines = {
	/** Resolves when the line has been committed. After the first failure every call rejects with it. */
	readonly append: (line: string) => Promise<void>;
	/** The same for a line that nobody waits for: unless another one takes it along, it is written after `companyMs`. */
	readonly appendInCompany: (line: string) => Promise<void>;
	/** Writes what waits for company. */
	readonly flush: () => void;
	/** Flushes. Resolves when nothing is being written any more. */
	readonly idle: () => Promise<void>;
};

/**
 * How long a line waits for company. Each sync makes the file system commit what others have written, too, and those
 * others are kept waiting: on a bastion nobody, on a machine with servers (or a busy log) the servers.
 */
export const companyMs = 200;

/**
 * Group commit: lines that come while the disk is busy are written together and share one sync,
 * so that the number of lines a second does not hang on the number of syncs a second.
 * @param commit puts text at the end of the file and on the disk
 */
export function durableLines(commit: (text: string) => Promise<void>): DurableLines {
	let waiting: Line[] = [];
	let isUrgent = false;
	let hurry: (() => void) | undefined;
	let committing: Promise<void> | undefined;
	let failure: {readonly error: unknown} | undefined;

	async function commitAll(): Promise<void> {
		// What has just ended lets the next one begin a few promises later: their lines shall share a batch.
		await turn();
		while (waiting.length > 0) {
			await urgency();
			const batch = waiting;
			waiting = [];
			isUrgent = false;
			await commitBatch(batch);
		}

		committing = undefined;
	}

	/** Resolves when a line must not wait any longer. */
	async function urgency(): Promise<void> {
		if (!isUrgent) {
			await new Promise<void>(resolve => {
				const timer = setTimeout(resolve, companyMs);
				hurry = () => {
					clearTimeout(timer);
					resolve();
				};
			});
			hurry = undefined;
		}
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

	function appendInCompany(text: string): Promise<void> {
		return new Promise((resolve, reject) => {
			waiting.push({text, done: failed => (failed ? reject(failed.error) : resolve())});
			committing ??= commitAll();
		});
	}

	function flush(): void {
		isUrgent = waiting.length > 0;
		hurry?.();
	}

	return {
		append(text) {
			const appended = appendInCompany(text);
			flush();
			return appended;
		},
		appendInCompany,
		flush,
		async idle() {
			flush();
			await committing;
		},
	};
}

type Line = {
	readonly text: string;
	readonly done: (failure: {readonly error: unknown} | undefined) => void;
};
