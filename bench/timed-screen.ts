/** What `programs/timed-screen.tsx` shall do. */
export type TimedScreenOrder = {
	/** The servers; undefined: a simulated cluster with 3,000 groups. */
	readonly access: {readonly url: string; readonly actAs: readonly string[]} | undefined;
	readonly auditFile: string;
	readonly resultFile: string;
	/** Step-downs one after the other. */
	readonly singly: number;
	/** Many step-downs, sent within this time at the soonest. */
	readonly atOnce: number;
	readonly withinMs: number;
};

/** `performance.now()` of one process. */
export type TimedElection = {
	/** The request was sent. */
	readonly sentAt: number;
	/** The advisory of the election arrived. */
	readonly heardAt: number;
	/** The terminal had taken a frame that shows it. */
	readonly writtenAt: number;
};

export type TimedScreenResult = {
	readonly singly: readonly TimedElection[];
	readonly atOnce: readonly TimedElection[];
	/** CPU time of the process meanwhile. */
	readonly cpuMs: number;
	/** How long it waited for a core meanwhile. */
	readonly queuedMs: number;
	readonly frames: number;
	readonly loopDelayMs: {readonly p99: number; readonly max: number};
};
