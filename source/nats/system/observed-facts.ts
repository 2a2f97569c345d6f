import type {ObserverFacts} from '../observer.ts';
import type {Observation} from './observation.ts';

/** What the system account tells those who act. */
export type ObservedFacts = ObserverFacts & {
	readonly metaGroupOf: (cluster: string) => MetaGroupFacts;
};

/** The meta group that a cluster's servers belong to. */
export type MetaGroupFacts = {
	readonly domain: string | undefined;
	/** Of the server that leads it; undefined while nobody does. */
	readonly leaderVersion: string | undefined;
};

export function observedFacts({
	roster,
	ledger,
	metaLeaders,
	accountNames,
}: Observation): ObservedFacts {
	const versionOf = (server: string | undefined) =>
		server === undefined ? undefined : roster.get(server)?.identity.version;
	return {
		leaderVersion: group => versionOf(ledger.leaderOf(group)),
		metaGroupOf(cluster) {
			const member = [...roster.values()].find(({identity}) => identity.cluster === cluster);
			const domain = member?.identity.domain;
			return {domain, leaderVersion: versionOf(metaLeaders.of(domain))};
		},
		accountName: accountId => accountNames.get(accountId),
	};
}
