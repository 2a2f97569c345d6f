import type {ClusterEvent} from '../../domain/cluster-event.ts';
import {steadyNow} from '../../time/clock.ts';
import {CounterWatch} from './counter-watch.ts';
import {Hearsay} from './hearsay.ts';
import {LeaderLedger} from './leader-ledger.ts';
import {MetaLeaders} from './meta-leaders.ts';
import {ServerRoster} from './server-roster.ts';

/** What the observer keeps in mind to know what to ask next. */
export type Observation = {
	readonly emit: (event: ClusterEvent) => void;
	readonly roster: ServerRoster;
	readonly ledger: LeaderLedger;
	readonly counters: CounterWatch;
	readonly hearsay: Hearsay;
	readonly metaLeaders: MetaLeaders;
	/** Names of accounts by their ids. */
	readonly accountNames: Map<string, string>;
};

export function startObservation(emit: (event: ClusterEvent) => void): Observation {
	const roster = new ServerRoster();
	const ledger = new LeaderLedger();
	return {
		emit,
		roster,
		ledger,
		counters: new CounterWatch(ledger),
		hearsay: new Hearsay(ledger),
		metaLeaders: new MetaLeaders(roster),
		accountNames: new Map(),
	};
}

/** Hands out that something could not be decoded. */
export function reject({emit}: Pick<Observation, 'emit'>, subject: string, reason: string): void {
	emit({type: 'reply-rejected', at: steadyNow(), subject, reason});
}
