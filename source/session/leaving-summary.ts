import {cleanText} from '../domain/clean-text.ts';
import {distributionOf, leadersOf, type CountingRules} from '../domain/distribution.ts';
import {formatElapsed} from '../domain/time.ts';
import {formatRatio} from '../domain/format.ts';
import {shellQuote} from '../domain/shell-quote.ts';
import type {RecorderState} from '../recording/recorder.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import {type ActEnd, actText, resultWords} from './work-log.ts';
import {electionCauses, electionCauseWords} from '../domain/election-cause.ts';
import type {Store} from '../state/store.ts';
import {onceComplete} from './see-once.ts';

/** The acts that are told one by one; more are only counted. */
const actsTold = 10;

export type LeavingParts = {
	readonly view: ClusterView;
	readonly rules: CountingRules;
	readonly acts: readonly ActEnd[];
	/** Step-downs that have been sent, and have not ended yet. */
	readonly inFlight: number;
	readonly auditFile: string | undefined;
	/** Undefined when there never was a complete picture. */
	readonly start: SessionStart | undefined;
	/** Reports that were written. */
	readonly reports: readonly string[];
	/** What was recorded. */
	readonly recording?: RecorderState | undefined;
	/** Present where a recording was replayed: what could not be read of it. */
	readonly troubles?: readonly string[] | undefined;
	/** Epoch in ms. */
	readonly now: number;
};

/**
 * What stays on the normal screen after leaving: what was done and how it ended, what became of the leaders, which
 * elections and restarts were seen, and where it is all written down. Nothing when nothing happened.
 */
export function leavingSummary(parts: LeavingParts): string[] {
	const {view, acts, inFlight, auditFile, reports, now, troubles} = parts;
	// What was replayed has not happened just now.
	const start = troubles ? undefined : parts.start;
	const seen = [
		...(start ? changeLines(start, parts) : []),
		...(troubles ? [] : electionLines(view)),
		...(start ? restartLines(start, view) : []),
	];
	const written = [
		...(acts.length + inFlight > 0 && auditFile !== undefined
			? [`recorded in ${cleanText(auditFile, 1000)}`]
			: []),
		...reports.map(file => `report in ${cleanText(file, 1000)}`),
	];
	const watched =
		start && seen.length > 0 ? [`watched for ${formatElapsed(Math.max(0, now - start.at))}`] : [];
	return [
		...actLines(acts),
		...inFlightLines(inFlight),
		...seen,
		...watched,
		...written,
		...recordingLines(parts),
	];
}

function recordingLines({recording, troubles = []}: LeavingParts): string[] {
	return [
		...(recording ? recordedLines(recording) : []),
		...(troubles.length > 0
			? [`not all of the recording could be read: ${troubles.join('; ')}`]
			: []),
	];
}

function recordedLines({file, events, lost, failure}: RecorderState): string[] {
	const name = cleanText(file, 1000);
	return [
		`recording in ${name} (${events} events): leadertop replay ${shellQuote(file)}`,
		...(lost > 0 ? [`  ${lost} of them came faster than they could be written, and are lost`] : []),
		...(failure === undefined
			? []
			: [`  it has ended before its time: ${cleanText(failure, 500)}`]),
	];
}

function actLines(acts: readonly ActEnd[]): string[] {
	if (acts.length === 0) {
		return [];
	}

	const told = acts.slice(-actsTold).map(actText);
	const untold = acts.length - told.length;
	return [
		`leadertop: ${acts.length === 1 ? '1 act' : `${acts.length} acts`}`,
		...(untold > 0 ? [`  ${untold} earlier ones: ${countText(acts.slice(0, untold))}`] : []),
		...told.map(line => `  ${line}`),
	];
}

/** Nobody waits at the terminal for their end; the audit trail does. */
function inFlightLines(count: number): string[] {
	const [which, they] =
		count === 1 ? ['1 step-down is', 'it ends'] : [`${count} step-downs are`, 'they end'];
	return count === 0 ? [] : [`${which} still on the way: how ${they} is written down`];
}

function countText(acts: readonly ActEnd[]): string {
	const counts = new Map<string, number>();
	for (const end of acts) {
		const word = end.type === 'meta' ? 'meta leader' : resultWords[end.outcome.result];
		counts.set(word, (counts.get(word) ?? 0) + 1);
	}

	return Array.from(counts, ([word, count]) => `${count} ${word}`).join(', ');
}

/** Leaders and skew, then and now, of the clusters where they changed. */
function changeLines({leaders, skew}: SessionStart, {view, rules}: LeavingParts): string[] {
	const changes = [...view.servers.keys()].sort().flatMap(name => {
		const before = leaders.get(name) ?? 0;
		const now = leadersOf(view.counts.get(name));
		return now === before ? [] : [`${cleanText(name)} ${before} → ${now}`];
	});
	if (changes.length === 0) {
		return [];
	}

	const skews = [...view.clusters.keys()].map(cluster => {
		const ratios = [skew.get(cluster), skewOf(view, cluster, rules)].map(formatRatio);
		const name = view.clusters.size > 1 ? `${cleanText(cluster)} ` : '';
		return `${name}${ratios.map(ratio => `${ratio}x`).join(' → ')}`;
	});
	return [`leaders since the start: ${changes.join(', ')}`, `skew: ${skews.join(', ')}`];
}

function restartLines({at}: SessionStart, {servers}: ClusterView): string[] {
	const back = [...servers.values()]
		.filter(({rejoinedAt}) => rejoinedAt !== undefined && rejoinedAt > at)
		.sort((a, b) => (a.rejoinedAt ?? 0) - (b.rejoinedAt ?? 0))
		.map(({name, version}) => `${cleanText(name)} (${cleanText(version)})`);
	return back.length === 0 ? [] : [`came back from a stop or a restart: ${back.join(', ')}`];
}

/** Groups that are named. */
const namedGroups = 5;

/** The elections that were seen, counted by cause, and what else is remarkable about them; nothing where there were none. */
export function electionLines({
	electionCount,
	electionTotals: totals,
	electionSummary: {flapping, quorumLosses, gaps},
}: Pick<ClusterView, 'electionCount' | 'electionTotals' | 'electionSummary'>): string[] {
	const causes = electionCauses
		.filter(cause => totals[cause] > 0)
		.map(cause => `${totals[cause]} ${electionCauseWords[cause]}`);
	const restless = flapping
		.slice(0, namedGroups)
		.map(({group: {account, stream, consumer}, elections}) => {
			const name = [account, stream, consumer].filter(part => part !== undefined).join(' ');
			return `${cleanText(name)} (${elections})`;
		});
	return [
		...(electionCount > 0 ? [`elections: ${electionCount} (${causes.join(', ')})`] : []),
		...(gaps.measured > 0
			? [
					`without a leader: ${formatElapsed(gaps.totalMs / gaps.measured)} on average, ${formatElapsed(gaps.longestMs)} at most`,
				]
			: []),
		...(quorumLosses > 0 ? [`quorum lost: ${quorumLosses} times`] : []),
		...(restless.length > 0 ? [`flapping: ${restless.join(', ')}`] : []),
	];
}

/** How it was when the first complete picture stood: whatever baseline is set later. */
export type SessionStart = {
	/** Epoch in ms. */
	readonly at: number;
	/** Leaders by server. */
	readonly leaders: ReadonlyMap<string, number>;
	/** The fullest server's ratio, by cluster. */
	readonly skew: ReadonlyMap<string, number>;
};

/** Remembers the first complete picture. Returns the way to ask for it; undefined before. */
export function rememberStart(
	store: Pick<Store, 'view' | 'subscribe'>,
	rules: CountingRules,
): () => SessionStart | undefined {
	let start: SessionStart | undefined;
	onceComplete(store, () => {
		const {view} = store;
		const {servers, counts, clusters, now} = view;
		start = {
			at: now,
			leaders: new Map([...servers.keys()].map(name => [name, leadersOf(counts.get(name))])),
			skew: new Map([...clusters.keys()].map(name => [name, skewOf(view, name, rules)])),
		};
	});
	return () => start;
}

/** The fullest server of a cluster against the average. */
export function skewOf(
	{servers, counts}: Pick<ClusterView, 'servers' | 'counts'>,
	cluster: string,
	rules: CountingRules,
): number {
	const members = [...servers.values()].filter(server => server.cluster === cluster);
	return distributionOf(cluster, members, counts, rules).maxRatio;
}
