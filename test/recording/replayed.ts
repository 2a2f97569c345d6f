import {openRecording, type Recording} from '../../source/recording/read/open-recording.ts';
import {openReplay} from '../../source/recording/play/open-replay.ts';
import type {Replay} from '../../source/recording/play/replay.ts';
import {createStore, type Store} from '../../source/state/store.ts';
import {manualScheduler, type ManualScheduler} from '../support/manual-scheduler.ts';

/** A recording that is replayed into a store, under a clock that a test moves. */
export type Replayed = {
	readonly recording: Recording;
	readonly replay: Replay;
	readonly store: Store;
	readonly scheduler: ManualScheduler;
};

export async function replayed(path: string, speed = 1): Promise<Replayed> {
	const recording = await openRecording(path);
	const scheduler = manualScheduler();
	const replay = openReplay({recording, scheduler, speed});
	const store = createStore();
	replay.onRecall(store.recall);
	replay.watch(store.apply);
	return {recording, replay, store, scheduler};
}
