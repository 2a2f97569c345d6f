import {cleanText} from '../domain/clean-text.ts';
import {type CountingRules, leadersOf} from '../domain/distribution.ts';
import {electionCauses, electionCauseWords} from '../domain/election-cause.ts';
import {formatRatio} from '../domain/format.ts';
import {shellQuote} from '../domain/shell-quote.ts';
import {formatElapsed} from '../domain/time.ts';
import {counted} from '../domain/words.ts';
import type {RecorderState} from '../recording/recorder.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import type {Store} from '../state/store.ts';
import {distributionIn} from './cluster-summaries.ts';
import {onceComplete} from './see-once.ts';
import {actText, resultWords, type ActEnd} from './work-log.ts';

/** Acts that are listed one by one; more are only counted. */
const actsListed = 10;

export type LeavingParts = {
	readonly view: ClusterView;
	readonly rules: CountingRules;
	readonly acts: readonly ActEnd[];
	/** Step-downs that have been sent, and have not ended yet. */
	readonly inFlight: number;
	readonly auditFile: string | undefined;
	/** Undefined when there never was a complete view. */
	readonly start: SessionStart | undefined;
	/** Reports that were written. */
	readonly reports: readonly string[];
	readonly recording?: RecorderState | undefined;
	/** What could not be read of the recording that was replayed; undefined where none was. */
	readonly troubles?: readonly string[] | undefined;
	/** Epoch in ms. */
	readonly now: number;
};

/**
 * What stays on the normal screen after leaving: acts and how they ended, changes of leaders, elections, restarts, and
 * the files that were written. Empty when nothing happened.
 */
export function leavingSummary(parts: LeavingParts): string[] {
	const {view, acts, inFlight, auditFile, reports, now, troubles, recording} = parts;
	// What was replayed has not happened just now.
	const start = troubles ? undefined : parts.start;
	const seen = [
		...(start ? changeLines(start, parts) : []),
		...(troubles ? [] : electionLines(view)),
		...(start ? restartLines(start, view) : []),
	];
	const lines = [...actLines(acts), ...inFlightLines(inFlight), ...seen];
	if (start && seen.length > 0) {
		lines.push(`watched for ${formatElapsed(Math.max(0, now - start.at))}`);
	}

	if (acts.length + inFlight > 0 && auditFile !== undefined) {
		lines.push(`recorded in ${cleanText(auditFile, 1000)}`);
	}

	lines.push(...reports.map(file => `report in ${cleanText(file, 1000)}`));
	lines.push(...(recording ? recordingLines(recording) : []));
	if (troubles && troubles.length > 0) {
		lines.push(`parts of the recording could not be read: ${troubles.join('; ')}`);
	}

	return lines;
}

function actLines(acts: readonly ActEnd[]): string[] {
	if (acts.length === 0) {
		return [];
	}

	const listed = acts.slice(-actsListed);
	const earlier = acts.slice(0, acts.length - listed.length);
	return [
		`leadertop: ${counted(acts.length, 'act')}`,
		...(earlier.length > 0 ? [`  ${earlier.length} earlier ones: ${countText(earlier)}`] : []),
		...listed.map(act => `  ${actText(act)}`),
	];
}

function countText(acts: readonly ActEnd[]): string {
	const counts = new Map<string, number>();
	for (const act of acts) {
		const word = act.type === 'meta' ? 'meta leader' : resultWords[act.outcome.result];
		counts.set(word, (counts.get(word) ?? 0) + 1);
	}

	return Array.from(counts, ([word, count]) => `${count} ${word}`).join(', ');
}

/** Step-downs whose end only the audit trail will show. */
function inFlightLines(count: number): string[] {
	return count === 0
		? []
		: [`${counted(count, 'step-down')} still in flight: results go to the audit file`];
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
		const now = distributionIn(view, cluster, rules).maxRatio;
		const name = view.clusters.size > 1 ? `${cleanText(cluster)} ` : '';
		return `${name}${formatRatio(skew.get(cluster))}x → ${formatRatio(now)}x`;
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

function recordingLines({file, events, lost, failure}: RecorderState): string[] {
	const name = cleanText(file, 1000);
	return [
		`recording in ${name} (${events} events): leadertop replay ${shellQuote(file)}`,
		...(lost > 0 ? [`  ${lost} events lost: they came faster than they could be written`] : []),
		...(failure === undefined ? [] : [`  it ended early: ${cleanText(failure, 500)}`]),
	];
}

/** Flapping groups that are named. */
const namedGroups = 5;

/** Elections by cause, and what is remarkable about them; empty where there were none. */
export function electionLines({
	electionCount,
	electionTotals: totals,
	electionSummary: {flapping, quorumLosses, gaps},
}: Pick<ClusterView, 'electionCount' | 'electionTotals' | 'electionSummary'>): string[] {
	const causes = electionCauses
		.filter(cause => totals[cause] > 0)
		.map(cause => `${totals[cause]} ${electionCauseWords[cause]}`);
	const named = flapping.slice(0, namedGroups).map(({group, elections}) => {
		const {account, stream, consumer} = group;
		const name = [account, stream, consumer].filter(part => part !== undefined).join(' ');
		return `${cleanText(name)} (${elections})`;
	});
	const averageMs = gaps.totalMs / gaps.measured;
	return [
		...(electionCount > 0 ? [`elections: ${electionCount} (${causes.join(', ')})`] : []),
		...(gaps.measured > 0
			? [
					`without a leader: ${formatElapsed(averageMs)} on average, ${formatElapsed(gaps.longestMs)} at most`,
				]
			: []),
		...(quorumLosses > 0 ? [`quorum lost: ${quorumLosses} times`] : []),
		...(named.length > 0 ? [`flapping: ${named.join(', ')}`] : []),
	];
}

/** The first complete view, whatever baseline is set later. */
export type SessionStart = {
	/** Epoch in ms. */
	readonly at: number;
	/** Leaders by server. */
	readonly leaders: ReadonlyMap<string, number>;
	/** The fullest server's ratio, by cluster. */
	readonly skew: ReadonlyMap<string, number>;
};

/** Remembers the first complete view. What it returns gives that start, or undefined before. */
export function rememberStart(
	store: Pick<Store, 'view' | 'subscribe'>,
	rules: CountingRules,
): () => SessionStart | undefined {
	let start: SessionStart | undefined;
	onceComplete(store, () => {
		const {view} = store;
		const {servers, counts, clusters, now} = view;
		const skewOf = (name: string) => distributionIn(view, name, rules).maxRatio;
		start = {
			at: now,
			leaders: new Map([...servers.keys()].map(name => [name, leadersOf(counts.get(name))])),
			skew: new Map([...clusters.keys()].map(name => [name, skewOf(name)])),
		};
	});
	return () => start;
}
