/** How many groups a server leads, by kind. One-replica groups have no election and are counted apart. */
export type LeaderCounts = {
	readonly streams: number;
	readonly consumers: number;
	readonly r1: number;
};

export const noLeaders: LeaderCounts = {streams: 0, consumers: 0, r1: 0};
