import {randomUUID} from 'node:crypto';
import type {Cluster} from '../../cluster.ts';
import {cleanText} from '../../domain/clean-text.ts';
import {RecordingError} from '../../recording/recording-error.ts';
import {presentFormat} from '../../recording/decode/decode-head.ts';
import {createRecorder, type Recorder} from '../../recording/write/recorder.ts';
import {createRotatingFile} from '../../recording/write/rotating-file.ts';
import {refuseTaken} from '../../recording/write/refuse-taken.ts';
import type {Store} from '../../state/store.ts';
import {UsageError} from '../cli/usage-error.ts';
import type {RecordWish} from '../flags/recording-flags.ts';
import {accountSeen, seenAs} from '../look/seen-as.ts';

/**
 * Begins to record a cluster.
 * @throws UsageError when nothing can be written there
 */
export async function startRecording(
	{file, maxBytes, files}: RecordWish,
	{origin}: Pick<Cluster, 'origin'>,
	memories: Store['memories'],
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
		memories,
		maxBytes,
		onFailure,
	});
}

/**
 * To be asked before a cluster is connected to, or even started.
 * @throws UsageError when the file is there already
 */
export async function refuseTakenFile(wish: RecordWish | undefined): Promise<void> {
	if (wish) {
		await refuseTaken(wish.file).catch(asUsageError);
	}
}

function asUsageError(error: unknown): never {
	throw error instanceof RecordingError ? new UsageError(error.message, {cause: error}) : error;
}
