/** Where a replay stands. Times are recorded time, epoch in ms. */
export type ReplayState = {
	readonly at: number;
	readonly startsAt: number;
	readonly endsAt: number;
	/** Times as fast as it happened. */
	readonly speed: number;
	readonly phase: 'playing' | 'paused' | 'seeking' | 'ended';
	/** Something is missing before this place: the picture may be wrong. */
	readonly isIncomplete: boolean;
	/** What could not be read so far, in words. */
	readonly troubles: readonly string[];
};
