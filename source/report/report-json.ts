import {changeSince, electedTo, type Baseline, type BaselineChange} from '../domain/baseline.ts';
import type {ClusterSummary} from '../domain/cluster-summary.ts';
import type {ServerShare} from '../domain/distribution.ts';
import type {MoveOutcome} from '../domain/move.ts';
import type {PlannedMove} from '../domain/plan/plan.ts';
import type {RaftGroup} from '../domain/raft-group.ts';
import {answers, hasJetStream} from '../domain/server.ts';
import {stopWarnings, type StopVerdict} from '../domain/stop-verdict.ts';
import {isWhole, type Report} from './report.ts';

/**
 * The report as the JSON value that scripts rely on: fields may be added, none goes away.
 * Ratios have three decimals. Names stand as the servers gave them, but for control characters, which JSON escapes.
 */
export function reportJson(report: Report): Record<string, unknown> {
	return {
		at: new Date(report.at).toISOString(),
		mode: report.mode,
		...(report.account !== undefined && {account: report.account}),
		...(report.importingAccount !== undefined && {importingAccount: report.importingAccount}),
		...(report.simulated && {simulated: true}),
		...(report.recorded === true && {recorded: true}),
		complete: isWhole(report),
		missing: report.missing,
		unreadable: report.unreadable,
		...(report.against && {baseline: {at: new Date(report.against.at).toISOString()}}),
		offline: report.offlineAssets.map(({kind, account, stream, consumer, type, reason}) => ({
			kind,
			account,
			stream,
			consumer: consumer ?? null,
			orphaned: type === 'orphaned',
			reason,
		})),
		clusters: report.clusters.map(summary => clusterJson(summary, report.against)),
		...(report.groups && {groups: report.groups.map(groupJson)}),
	};
}

/**
 * One cluster of the contract: `balance` and `drain` print it as `before` and `after`.
 * @param against what it is compared with, if with anything
 */
export function clusterJson(summary: ClusterSummary, against?: Baseline): Record<string, unknown> {
	const {jetStream, distribution, metaLeader, metaGroupLeader, groups, leaderless, best, why} =
		summary;
	const since = against && changeSince(against, distribution);
	return {
		name: distribution.cluster,
		jetstream: jetStream,
		metaLeader: metaLeader ?? null,
		metaGroupLeader: metaGroupLeader ?? null,
		groups,
		leaderless,
		average: rounded(distribution.average, 1),
		maxRatio: rounded(distribution.maxRatio, 3),
		bestRatio: rounded(best.ratio, 3),
		stepDownsToBest: best.stepDowns,
		improves: best.improves,
		// Null: without JetStream there is nothing to balance.
		balanced: jetStream ? best.stepDowns === 0 : null,
		hotspots: distribution.hotspots,
		why: why.length === 0 ? null : why.join('; '),
		...(against && {baseline: since ? changeJson(since) : null}),
		servers: distribution.shares.map(share => ({
			...serverJson(share, summary),
			...(against && {baseline: since ? serverChangeJson(share, since) : null}),
		})),
	};
}

function changeJson({leaders, change, won, gone}: BaselineChange) {
	return {leaders, change, won, gone};
}

/** A server that was not there then led nothing. */
function serverChangeJson(share: ServerShare, {before}: BaselineChange) {
	const leaders = before(share.server.name) ?? 0;
	return {leaders, change: electedTo(share) - leaders};
}

function serverJson(share: ServerShare, {metaLeader, verdicts}: ClusterSummary) {
	const {server} = share;
	const verdict = verdicts.get(server.name);
	return {
		name: server.name,
		version: server.version,
		state: server.state,
		online: answers[server.state],
		jetstream: hasJetStream[server.state],
		lameDuck: server.state === 'lame-duck',
		metaLeader: server.name === metaLeader,
		streamLeaders: share.streamLeaders,
		consumerLeaders: share.consumerLeaders,
		leaders: share.leaders,
		r1: share.r1,
		ratio: share.ratio === undefined ? null : rounded(share.ratio, 3),
		hotspot: share.hotspot,
		okToStop: okToStop(verdict),
		blockers: verdict?.blockers.map(({waitsFor}) => waitsFor) ?? [],
		unknown: verdict?.unknowns ?? [],
		warnings: verdict ? stopWarnings(verdict) : [],
	};
}

/** Null where it is not known: neither yes nor no. */
function okToStop(verdict: StopVerdict | undefined): boolean | null {
	return verdict === undefined || verdict.answer === 'unknown' ? null : verdict.answer === 'ok';
}

function groupJson(group: RaftGroup) {
	return {
		kind: group.kind,
		cluster: group.cluster,
		...accountJson(group),
		stream: group.stream,
		consumer: group.consumer ?? null,
		leader: group.leader ?? null,
		replicas: group.replicas,
		desired: group.desired
			? {servers: group.desired.servers, status: group.desired.status ?? null}
			: null,
		messagesPerSecond: group.messagesPerSecond ?? null,
		followers: group.followers.map(({server, current, lag, online}) => ({
			name: server,
			current,
			lag,
			online,
		})),
	};
}

/** The id, too, where it is not the name. */
export function accountJson({account, accountId}: Pick<RaftGroup, 'account' | 'accountId'>) {
	return {account, ...(accountId !== account && {accountId})};
}

function rounded(value: number, decimals: number): number {
	return Number(value.toFixed(decimals));
}

/** A move that was made, or was to be made, as scripts rely on it: fields may be added, none goes away. */
export function outcomeJson({
	move,
	group,
	result,
	elected,
	electionMs,
	reason,
}: MoveOutcome): Record<string, unknown> {
	return {
		...groupNames(group),
		from: move.from,
		wanted: move.to ?? null,
		elected: elected ?? null,
		ms: electionMs === undefined ? null : Math.round(electionMs),
		result,
		reason: reason ?? null,
	};
}

/** The same for a move that is only planned. `aim` is where the plan counts it, also where the server takes no preferred leader. */
export function plannedMoveJson(
	{from, to, aim}: PlannedMove,
	group: RaftGroup,
): Record<string, unknown> {
	return {
		...groupNames(group),
		from,
		wanted: to ?? null,
		aim,
		elected: null,
		ms: null,
		result: 'planned',
		reason: null,
	};
}

function groupNames({kind, account, accountId, stream, consumer}: RaftGroup) {
	return {kind, ...accountJson({account, accountId}), stream, consumer: consumer ?? null};
}
