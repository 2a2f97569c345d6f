import type {SkippedServer} from './order.ts';
import type {TurnStep} from './turn.ts';

/** A roll as it goes, besides the events of its runs. `at` is the epoch in ms. */
export type RollEvent =
	| {
			readonly type: 'roll-started';
			readonly at: number;
			readonly runId: string;
			readonly cluster: string;
			readonly turns: readonly string[];
			readonly skipped: readonly SkippedServer[];
			readonly warnings: readonly string[];
	  }
	| {
			readonly type: 'turn-started';
			readonly at: number;
			readonly server: string;
			readonly version: string;
			/** Replicated groups that it leads. */
			readonly leaders: number;
			readonly metaLeader: boolean;
	  }
	/** Told once for each reason. */
	| {
			readonly type: 'turn-waiting';
			readonly at: number;
			readonly server: string;
			readonly step: TurnStep;
			/** The end of a sentence that begins with the server's name. */
			readonly reason: string;
	  }
	| {
			readonly type: 'meta-moved';
			readonly at: number;
			readonly server: string;
			/** Undefined where no election was seen. */
			readonly elected: string | undefined;
			readonly ms: number | undefined;
			readonly reason: string | undefined;
	  }
	/** It is drained, and its stop is left to the operator. `r1`: groups with one replica that go down with it. */
	| {readonly type: 'may-stop'; readonly at: number; readonly server: string; readonly r1: number}
	| {readonly type: 'command-started'; readonly at: number; readonly server: string}
	| {
			readonly type: 'command-output';
			readonly at: number;
			readonly server: string;
			readonly text: string;
	  }
	| {
			readonly type: 'command-ended';
			readonly at: number;
			readonly server: string;
			readonly ms: number;
			/** Why it counts as failed; undefined when it did what it should. */
			readonly failure: string | undefined;
	  }
	/** A step is seen to be done, so many ms after the turn began. */
	| {
			readonly type: 'turn-step';
			readonly at: number;
			readonly server: string;
			readonly step: TurnStep;
			readonly ms: number;
	  }
	| {readonly type: 'turn-ended'; readonly at: number; readonly turn: TurnEnd}
	/** It ends after this server. */
	| {readonly type: 'roll-stopping'; readonly at: number}
	| {readonly type: 'balancing'; readonly at: number; readonly stepDowns: number}
	| {readonly type: 'roll-ended'; readonly at: number; readonly summary: RollSummary};

/** A server that has been restarted and is current again. */
export type TurnEnd = {
	readonly server: string;
	readonly versionBefore: string;
	readonly versionAfter: string;
	readonly elapsedMs: number;
	/** From the moment that it was seen to be gone until its replicas were current again; undefined where that was not seen. */
	readonly awayMs: number | undefined;
	readonly stepDowns: number;
};

/**
 * - `done`: all servers have been restarted, and the leaders are even where that was wanted
 * - `uneven`: all have been restarted, but the leaders did not get even
 * - `stopped`: servers are left
 * - `refused`: nothing was begun
 */
export type RollOutcome = 'done' | 'uneven' | 'stopped' | 'refused';

export type RollSummary = {
	readonly runId: string;
	readonly outcome: RollOutcome;
	/** Why it is not done, in one line; undefined when it is. */
	readonly reason: string | undefined;
	readonly done: readonly TurnEnd[];
	readonly skipped: readonly SkippedServer[];
	/** Servers whose turn did not come, or did not come to its end. */
	readonly left: readonly string[];
	/** The server whose turn was cut off, and how it was then; undefined where none was. */
	readonly cutOff: {readonly server: string; readonly condition: string} | undefined;
	readonly elapsedMs: number;
	/** Requests to step down, that of the meta leader and those of the balance included. */
	readonly stepDowns: number;
	/** Elections that were seen without a request to step down. */
	readonly unrequested: number;
	/** The longest time that a group was seen without a leader, in ms; undefined where there was no election. */
	readonly longestGapMs: number | undefined;
	readonly warnings: readonly string[];
};
