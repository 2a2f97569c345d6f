/** Where a replay stands, as the screen shows it. Times are recorded time, epoch in ms. */
export type ReplayStatus = {
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

/** What the operator wants of a replay. */
export type ReplayWish =
	| {readonly type: 'pause'}
	| {readonly type: 'speed'; readonly speed: number}
	/** One event. */
	| {readonly type: 'step'; readonly by: 1 | -1}
	| {readonly type: 'election'; readonly by: 1 | -1}
	/** On to where other servers than now are hotspots. */
	| {readonly type: 'hotspots'}
	| {readonly type: 'time'; readonly at: number};
