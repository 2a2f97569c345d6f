import type {BaselineOption} from '../../session/baseline.ts';
import type {Replay} from '../../recording/play/replay.ts';
import type {RecordOption} from '../../session/start-recording.ts';
import type {ScreenOptions} from '../flags/screen-flags.ts';

export type RunScreenOptions = ScreenOptions & {
	/** What leaders are compared with, instead of those at the start. */
	readonly baseline?: BaselineOption | undefined;
	/** Where to record what is seen. */
	readonly record?: RecordOption | undefined;
	/** The cluster, where it is a recording, and where in it to begin (epoch in ms; at its beginning unless given). */
	readonly replay?: {readonly of: Replay; readonly startAt: number | undefined};
	/** What to do where there is no terminal, to resolve with the exit code; one report unless given. */
	readonly print?: () => Promise<number>;
	/** Work to do after the screen is gone and before the process ends, whatever ended it. */
	readonly onLeave?: () => Promise<void>;
};
