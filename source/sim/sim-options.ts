import type {Scheduler} from './scheduler.ts';
import type {ScenarioName} from './scenarios.ts';

export type SimOptions = {
	readonly scenario: ScenarioName;
	/** The same seed and the same requests give the same events at the same times. */
	readonly seed: number;
	readonly scheduler: Scheduler;
	/** Servers, called n1, n2 and so on; by default as many as the scenario needs. */
	readonly servers?: number | undefined;
	/** 60 by default. */
	readonly streams?: number | undefined;
	/** 2 by default. */
	readonly consumersPerStream?: number | undefined;
	/** How many accounts share the streams; 2 by default. */
	readonly accounts?: number | undefined;
	/** nats-server's version: before 2.11 no leader can be wished for. By default a recent one. */
	readonly version?: string | undefined;
	/** Names of accounts in which no step-down is allowed. */
	readonly lockedAccounts?: readonly string[] | undefined;
	/** 1,000 by default. */
	readonly intervalMs?: number | undefined;
};
