import {randomUUID} from 'node:crypto';
import type {Cluster} from '../cluster.ts';
import {cleanText} from '../domain/clean-text.ts';
import {presentFormat} from '../recording/container.ts';
import {createRecorder, type Recorder} from '../recording/recorder.ts';
import {RecordingError} from '../recording/recording-error.ts';
import {createRotatingFile, refuseTaken} from '../recording/rotating-file.ts';
import type {Store} from '../state/store.ts';
import {accountSeen, seenAs} from './coverage.ts';
import {UsageError} from './errors.ts';

/** Where to record, and how much. */
export type RecordOption = {
	readonly file: string;
	readonly maxBytes: number;
	readonly files: number;
};

/**
 * Begins to record a cluster.
 * @throws UsageError when nothing can be written there
 */
export async function startRecording(
	{file, maxBytes, files}: RecordOption,
	{origin}: Pick<Cluster, 'origin'>,
	snapshot: Store['snapshot'],
	onFailure: (reason: string) => void,
): Promise<Recorder> {
	return createRecorder({
		file: await createRotatingFile(file, files).catch(asUsageError),
		head: {
			leadertop: 'recording',
			format: presentFormat,
			recording: randomUUID(),
			label: cleanText(origin.label),
			mode: seenAs(origin),
			account: accountSeen(origin),
		},
		snapshot,
		maxBytes,
		onFailure,
	});
}

/** @throws UsageError when the file is there already. Called before a cluster is connected to, or even started. */
export async function refuseTakenFile(option: RecordOption | undefined): Promise<void> {
	if (option) {
		await refuseTaken(option.file).catch(asUsageError);
	}
}

function asUsageError(error: unknown): never {
	throw error instanceof RecordingError ? new UsageError(error.message, {cause: error}) : error;
}
