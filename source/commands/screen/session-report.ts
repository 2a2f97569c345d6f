import type {Cluster} from '../../cluster.ts';
import {type CountingRules, distributionOf} from '../../domain/distribution.ts';
import {formatElapsed} from '../../domain/time.ts';
import {electionCauseWords} from '../../domain/election-cause.ts';
import type {MarkdownReport} from '../../report/report-markdown.ts';
import type {ClusterView, Election} from '../../state/cluster-view.ts';
import {accountSeen, seenAs, seesAll} from '../../session/coverage.ts';
import {type ActEnd, actText} from '../../session/work-log.ts';
import {electionLines, type SessionStart} from '../../session/leaving-summary.ts';
import type {Judgements} from './judgements.ts';

export type SessionParts = {
	readonly origin: Cluster['origin'];
	readonly view: ClusterView;
	readonly rules: CountingRules;
	readonly judged: Judgements;
	readonly since: SessionStart | undefined;
	readonly acts: readonly ActEnd[];
	readonly audit: string | undefined;
	/** Epoch in ms. */
	readonly at: number;
};

/** Acts and elections that are told one by one. */
const actsTold = 200;
const electionsTold = 50;

/** What the screen shows of a cluster now and what was done from it, for the Markdown report. */
export function sessionReport(
	{origin, view, rules, judged, since, acts, audit, at}: SessionParts,
	{cluster, diagnosis}: {readonly cluster: string; readonly diagnosis: string | undefined},
): MarkdownReport {
	const facts = view.clusters.get(cluster);
	const servers = [...view.servers.values()]
		.filter(server => server.cluster === cluster)
		.sort((a, b) => a.name.localeCompare(b.name));
	const told = acts.slice(-actsTold);
	const seesStops = seesAll({origin});
	return {
		at,
		since,
		label: origin.label,
		remarks: remarksOn(origin, view),
		distribution: distributionOf(cluster, servers, view.counts, rules),
		metaLeader: facts?.metaGroupLeader,
		groups: facts?.groups ?? 0,
		leaderless: facts?.leaderless ?? 0,
		best: judged.reachable(cluster),
		diagnosis,
		stopOf(server) {
			const answer = seesStops ? judged.stopOf(server) : undefined;
			return answer && {type: answer.type, reasons: answer.type === 'ok' ? [] : answer.reasons};
		},
		elections: electionLines(view),
		latest: view.elections
			.filter(({group}) => group.cluster === cluster)
			.slice(-electionsTold)
			.toReversed()
			.map(electionText),
		acts: told.map(actText),
		earlierActs: acts.length - told.length,
		audit: acts.length > 0 ? audit : undefined,
	};
}

function remarksOn(origin: Cluster['origin'], {missing, connection}: ClusterView): string[] {
	return [
		...(seenAs(origin) === 'simulated' ? ['SIMULATED: no real cluster behind these figures'] : []),
		...(origin.type === 'recording' ? ['from a recording'] : []),
		...(seesAll({origin})
			? []
			: [`account ${accountSeen(origin) ?? ''} only: no server statistics`]),
		...(missing.length > 0 ? [`INCOMPLETE: no inventory from ${missing.join(', ')}`] : []),
		...(connection.state === 'connected'
			? []
			: [`NOT LIVE: the connection is ${connection.state}`]),
	];
}

function electionText({at, group, from = '?', to, cause, who, gapMs}: Election): string {
	const name = [group.account, group.stream, group.consumer].filter(part => part !== undefined);
	const details = [
		`${new Date(at).toISOString().slice(11, 19)} ${name.join(' ')}: ${from} → ${to}`,
		electionCauseWords[cause] + (who === undefined ? '' : ` (${who})`),
		...(gapMs === undefined ? [] : [`${formatElapsed(gapMs)} without a leader`]),
	];
	return details.join(', ');
}
