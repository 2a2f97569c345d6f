import type {ClusterFacts, ClusterView, ElectionSummary} from './cluster-view.ts';
import type {Knowledge} from './knowledge.ts';
import type {LagSample} from '../domain/server-restart.ts';
import {isMetaPeer} from '../domain/meta-group.ts';
import {answers, hasJetStream} from '../domain/server.ts';
import {missingInventories, unseenReplicas} from './completeness.ts';

const noLags: readonly LagSample[] = [];
const noTrend: readonly number[] = [];

/** A window on the knowledge: always the same object, showing what is known at the moment of looking. */
export function viewOf(knowledge: Knowledge): ClusterView {
	const missing = oncePerRevision(knowledge, missingInventories);
	const unseen = oncePerRevision(knowledge, unseenReplicas);
	const clusters = oncePerRevision(knowledge, clustersOf);
	const summary = oncePerRevision(knowledge, summaryOf);
	return {
		get revision() {
			return knowledge.revision;
		},
		get groupsRevision() {
			return knowledge.ledger.revision;
		},
		get planRevision() {
			return knowledge.ledger.planRevision + knowledge.serversPlanRevision;
		},
		get now() {
			return knowledge.now;
		},
		get connection() {
			return knowledge.connection;
		},
		get servers() {
			return knowledge.servers;
		},
		get groups() {
			return knowledge.ledger.groups;
		},
		get leaderless() {
			return knowledge.ledger.leaderless;
		},
		get missing() {
			return missing();
		},
		get metaGroups() {
			return knowledge.metaGroups;
		},
		get offlineAssets() {
			return knowledge.offlineAssets.flatMap(({assets}) => assets);
		},
		get leaving() {
			return knowledge.ledger.census.leaving;
		},
		get counts() {
			return knowledge.ledger.census.leaders;
		},
		accountAmbiguity: name => knowledge.ledger.accounts.ambiguity(name),
		byName: () => knowledge.ledger.byName(),
		ledBy: server => knowledge.ledger.ledBy(server),
		ledRevision: server => knowledge.ledger.ledRevision(server),
		get clusters() {
			return clusters();
		},
		get elections() {
			return knowledge.elections.recent;
		},
		get electionCount() {
			return knowledge.elections.count;
		},
		get electionTotals() {
			return knowledge.elections.totals;
		},
		get electionSummary() {
			return summary();
		},
		get baseline() {
			return knowledge.baseline;
		},
		trend: server => knowledge.trends.get(server) ?? noTrend,
		get sampledAt() {
			return knowledge.sampledAt;
		},
		restartOf: server => knowledge.restarts.get(server),
		lagsOf: server => knowledge.lags.get(server) ?? noLags,
		get unseen() {
			return unseen();
		},
		behind: server =>
			hasJetStream[knowledge.servers.get(server)?.state ?? 'offline'] && !unseen().has(server)
				? knowledge.ledger.census.lagOf(server).groups
				: undefined,
		get rejected() {
			return knowledge.rejected;
		},
		get rejectedCount() {
			return knowledge.rejectedCount;
		},
	};
}

function summaryOf({elections, ledger, now}: Knowledge): ElectionSummary {
	return elections.summary(ledger.groups, now);
}

function clustersOf({
	servers,
	inventoryAskedAt,
	ledger,
	metaLeaders,
	metaGroups,
}: Knowledge): ReadonlyMap<string, ClusterFacts> {
	const tallies = ledger.census.clusters;
	const names = new Set([...tallies.keys(), ...[...servers.values()].map(({cluster}) => cluster)]);
	const domains = new Map([...servers.values()].map(({cluster, domain}) => [cluster, domain]));
	// A server that is away has JetStream if it sent an inventory or is a peer of the meta group.
	const withJetStream = new Set(
		[...servers.values()]
			.filter(({name, state}) =>
				answers[state]
					? state !== 'no-jetstream'
					: inventoryAskedAt.has(name) ||
						[...metaGroups.values()].some(group => isMetaPeer(group, name)),
			)
			.map(({cluster}) => cluster),
	);
	const led = new Map(
		Array.from(metaLeaders, ([cluster, {domain, leader}]) => [domain, {leader, cluster}]),
	);
	return new Map(
		[...names].sort().map(name => {
			const {groups, leaderless} = tallies.get(name) ?? {groups: 0, leaderless: 0};
			const metaLeader = metaLeaders.get(name)?.leader;
			const elsewhere = led.get(domains.get(name));
			const metaGroupLeader = metaLeader ?? elsewhere?.leader;
			const metaGroupCluster = metaLeader === undefined ? elsewhere?.cluster : name;
			const jetStream = groups > 0 || withJetStream.has(name);
			const meta = {metaLeader, metaGroupLeader, metaGroupCluster};
			return [name, {name, jetStream, ...meta, groups, leaderless}];
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
