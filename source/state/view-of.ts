import type {ClusterFacts, ClusterView, ElectionSummary} from './cluster-view.ts';
import type {Knowledge} from './knowledge.ts';
import {missingInventories} from './missing-inventories.ts';

const noTrend: readonly number[] = [];

/** A window on the knowledge: always the same object, showing what is known at the moment of looking. */
export function viewOf(knowledge: Knowledge): ClusterView {
	const {ledger, servers, elections, rejected, trends} = knowledge;
	const missing = oncePerRevision(knowledge, missingInventories);
	const clusters = oncePerRevision(knowledge, clustersOf);
	const summary = oncePerRevision(knowledge, summaryOf);
	return {
		get revision() {
			return knowledge.revision;
		},
		get planRevision() {
			return ledger.planRevision + knowledge.serversPlanRevision;
		},
		get now() {
			return knowledge.now;
		},
		get connection() {
			return knowledge.connection;
		},
		servers,
		groups: ledger.groups,
		leaderless: ledger.leaderless,
		get missing() {
			return missing();
		},
		metaGroups: knowledge.metaGroups,
		counts: ledger.census.counts,
		ledBy: server => ledger.census.ledBy.get(server),
		get clusters() {
			return clusters();
		},
		elections: elections.recent,
		get electionCount() {
			return elections.count;
		},
		get electionSummary() {
			return summary();
		},
		get baseline() {
			return knowledge.baseline;
		},
		trend: server => trends.get(server) ?? noTrend,
		rejected,
		get rejectedCount() {
			return knowledge.rejectedCount;
		},
	};
}

function summaryOf({elections, ledger, now}: Knowledge): ElectionSummary {
	return elections.summary(ledger.groups, now);
}

function clustersOf({servers, ledger, metaLeaders}: Knowledge): ReadonlyMap<string, ClusterFacts> {
	const tallies = ledger.census.clusters;
	const names = new Set([...tallies.keys(), ...[...servers.values()].map(({cluster}) => cluster)]);
	const domains = new Map([...servers.values()].map(({cluster, domain}) => [cluster, domain]));
	const led = new Map([...metaLeaders.values()].map(({domain, leader}) => [domain, leader]));
	return new Map(
		[...names].sort().map(name => {
			const {groups, leaderless} = tallies.get(name) ?? {groups: 0, leaderless: 0};
			const metaLeader = metaLeaders.get(name)?.leader;
			const metaGroupLeader = metaLeader ?? led.get(domains.get(name));
			return [name, {name, metaLeader, metaGroupLeader, groups, leaderless}];
		}),
	);
}

function oncePerRevision<Value>(
	knowledge: Knowledge,
	compute: (knowledge: Knowledge) => Value,
): () => Value {
	let known: {readonly revision: number; readonly value: Value} | undefined;
	return () => {
		if (known?.revision !== knowledge.revision) {
			known = {revision: knowledge.revision, value: compute(knowledge)};
		}

		return known.value;
	};
}
