import type {ClusterEvent} from '../../source/domain/cluster-event.ts';
import {createRecorder, type RecorderOptions} from '../../source/recording/recorder.ts';
import {createRotatingFile} from '../../source/recording/rotating-file.ts';
import {createStore, type Store} from '../../source/state/store.ts';

export const testHead = {
	leadertop: 'recording',
	format: 1,
	recording: 'r1',
	label: 'prod-sys',
	mode: 'system',
	account: undefined,
} as const;

type Options = Partial<Omit<RecorderOptions, 'file' | 'snapshot'>> & {
	readonly keep?: number;
	/** Events between two moments in which what is noted gets written. */
	readonly perTurn?: number;
};

/** Records events as a screen does that watches them, and resolves with its store. */
export async function recordEvents(
	path: string,
	events: readonly ClusterEvent[],
	{keep = 8, perTurn = 50, ...options}: Options = {},
): Promise<Store> {
	const store = createStore();
	const recorder = createRecorder({
		file: await createRotatingFile(path, keep),
		head: testHead,
		snapshot: store.snapshot,
		maxBytes: 64 * 1024 * 1024,
		onFailure(reason) {
			throw new Error(reason);
		},
		flushIntervalMs: 0,
		...options,
	});
	for (const [index, event] of events.entries()) {
		recorder.note(event);
		store.apply(event);
		if (index % perTurn === perTurn - 1) {
			await recorder.flush();
		}
	}

	await recorder.close();
	return store;
}
