import {openRecording, type Recording} from '../../source/recording/reader.ts';
import {openReplay, type Replay} from '../../source/recording/replay.ts';
import {createStore, type Store} from '../../source/state/store.ts';
import {manualScheduler} from '../support/manual-scheduler.ts';

/** A recording that is replayed into a store, under a clock that a test moves. */
export type Replayed = {
	readonly recording: Recording;
	readonly replay: Replay;
	readonly store: Store;
	/** Lets time pass, and waits until all that is due then has been told. */
	readonly pass: (ms: number) => Promise<void>;
	/** Callbacks that are booked. */
	readonly pending: () => number;
};

export async function replayed(path: string, speed = 1): Promise<Replayed> {
	const recording = await openRecording(path);
	const scheduler = manualScheduler();
	const replay = openReplay({recording, clock: scheduler, speed});
	const store = createStore();
	replay.onRestore(store.restore);
	replay.watch(store.apply);
	return {
		recording,
		replay,
		store,
		async pass(ms) {
			await replay.idle();
			for (let slice = 0; slice < slices; slice++) {
				scheduler.advance(ms / slices);
				await replay.idle();
			}
		},
		pending: scheduler.pending,
	};
}

const slices = 10;
