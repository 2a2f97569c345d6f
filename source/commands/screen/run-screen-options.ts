import type {ScreenOptions} from '../flags/screen-flags.ts';

export type RunScreenOptions = ScreenOptions & {
	/** Work to do after the screen is gone and before the process ends, whatever ended it. */
	readonly onLeave?: () => Promise<void>;
};
