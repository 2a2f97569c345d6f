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
