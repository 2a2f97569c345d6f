/**
 * Why leaders are not even, as far as it was seen.
 * - `started`: it started after others had taken its leaders, and little has come to it since
 * - `stayed-up`: it kept running while the others started anew, and their leaders went to it
 * - `started-last`: it was the last one to start, and leads the most all the same
 * - `few-replicas`: too few groups have a replica on it
 * - `replica-sets`: no single server is to blame, but no step-downs could make it even
 * - `one-replica`: what it has too much cannot move
 * - `stuck`: no follower could take over what it has too much
 * - `drained`: it was emptied on purpose
 * - `wins-elections`: it wins more elections than chance explains
 */
export type UnevenCause =
	| {
			readonly type: 'started';
			readonly server: string;
			/** Epoch in ms. */
			readonly at: number;
			/** It was there before: that was seen, or groups with a replica on it are older than its start. */
			readonly again: boolean;
			/** Others were restarted not long before. */
			readonly last: boolean;
			readonly leaders: number;
	  }
	| {
			readonly type: 'stayed-up';
			readonly server: string;
			readonly at: number;
			readonly othersAt: number;
			readonly leaders: number;
	  }
	| {
			readonly type: 'started-last';
			readonly server: string;
			readonly at: number;
			readonly leaders: number;
	  }
	| {
			readonly type: 'few-replicas';
			readonly server: string;
			readonly hosted: number;
			/** Its start, where it is the youngest by far. */
			readonly at: number | undefined;
			/** The ratio that step-downs alone would reach, where that is not even. */
			readonly best: number | undefined;
	  }
	| {readonly type: 'replica-sets'; readonly best: number}
	| {readonly type: 'one-replica'; readonly server: string; readonly groups: number}
	| {readonly type: 'stuck'; readonly server: string; readonly groups: number}
	| {readonly type: 'drained'; readonly server: string}
	| {
			readonly type: 'wins-elections';
			readonly server: string;
			readonly wins: number;
			/** Elections that it could have won, others too. */
			readonly of: number;
	  };
