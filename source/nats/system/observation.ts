import {AccountNames} from '../../domain/account-names.ts';
import type {ClusterEvent} from '../../domain/cluster-event.ts';
import {groupKey} from '../../domain/raft-group.ts';
import {steadyNow} from '../../time/clock.ts';
import {LeaderLedger} from '../observing/leader-ledger.ts';
import type {ObserverFacts} from '../observing/observer.ts';
import {UniqueNames} from '../decode/unique-names.ts';
import {OtherServersReports} from './before-2.11-reports.ts';
import {MetaGroups} from './meta-groups.ts';
import {ServerRoster} from './server-roster.ts';

/** What the observer keeps in mind to know what to ask next. */
export type Observation = {
	readonly emit: (event: ClusterEvent) => void;
	readonly roster: ServerRoster;
	readonly ledger: LeaderLedger;
	readonly otherServersReports: OtherServersReports;
	readonly metaGroups: MetaGroups;
	readonly names: UniqueNames;
	readonly accountNames: AccountNames;
	/** The account in which advisories are heard, where that is not the system account: there they do not name it. */
	readonly heardIn: string | undefined;
};

export function startObservation(
	emit: (event: ClusterEvent) => void,
	heardIn?: string,
): Observation {
	const roster = new ServerRoster();
	const ledger = new LeaderLedger();
	return {
		emit,
		roster,
		ledger,
		otherServersReports: new OtherServersReports(ledger),
		metaGroups: new MetaGroups(roster),
		names: new UniqueNames(),
		accountNames: new AccountNames(),
		heardIn,
	};
}

/** Forgets all that was known under names that are others now, and hands out that it does. */
export function startAnew({
	emit,
	roster,
	ledger,
	otherServersReports,
	metaGroups,
}: Observation): void {
	roster.clear();
	ledger.clear();
	otherServersReports.clear();
	metaGroups.clear();
	emit({type: 'names-changed', at: steadyNow()});
}

/** Hands out that something could not be decoded. */
export function reject({emit}: Pick<Observation, 'emit'>, subject: string, reason: string): void {
	emit({type: 'reply-rejected', at: steadyNow(), subject, reason});
}

/** What connections for acting get from the system account. */
export type ObservedFacts = ObserverFacts & {
	/** The name of a server as the servers know it. */
	readonly nameOnWire: (server: string) => string;
	readonly metaGroupOf: (cluster: string) => MetaGroupFacts;
};

/** The meta group that a cluster's servers belong to. */
export type MetaGroupFacts = {
	readonly domain: string | undefined;
	/** Of the server that leads it; undefined without a leader. */
	readonly leaderVersion: string | undefined;
};

export function observedFacts({
	roster,
	ledger,
	metaGroups,
	names,
	accountNames,
}: Observation): ObservedFacts {
	const versionOf = (server: string | undefined) =>
		server === undefined ? undefined : roster.get(server)?.identity.version;
	return {
		leaderVersion: group => versionOf(ledger.get(groupKey(group))?.leader),
		nameOnWire: server => names.onWire(server),
		metaGroupOf(cluster) {
			const member = [...roster.values()].find(({identity}) => identity.cluster === cluster);
			const domain = member?.identity.domain;
			return {domain, leaderVersion: versionOf(metaGroups.leaderOf(domain))};
		},
		accountNames,
	};
}
