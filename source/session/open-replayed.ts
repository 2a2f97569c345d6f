import type {Replay} from '../recording/play/replay.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import {createStore} from '../state/store.ts';
import {UsageError} from './usage-error.ts';
import {systemClock} from '../time/clock.ts';

/**
 * Opens a recording to be replayed.
 * @throws UsageError when it cannot be read
 */
export async function openReplayed(file: string, speed: number | undefined): Promise<Replay> {
	const [{openRecording}, {openReplay}, {RecordingError}] = await Promise.all([
		import('../recording/read/open-recording.ts'),
		import('../recording/play/open-replay.ts'),
		import('../recording/recording-error.ts'),
	]);
	try {
		return openReplay({recording: await openRecording(file), scheduler: systemClock, speed});
	} catch (error) {
		throw error instanceof RecordingError ? new UsageError(error.message, {cause: error}) : error;
	}
}

/** How it was at a time, epoch in ms; at the end unless given. */
export async function lookAtRecorded(replay: Replay, at: number | undefined): Promise<ClusterView> {
	const store = createStore();
	replay.onRecall(store.recall);
	replay.watch(store.apply);
	replay.pause();
	await replay.toTime(at ?? replay.state().endsAt);
	return store.view;
}
