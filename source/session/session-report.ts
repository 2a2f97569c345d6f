import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {Cluster} from '../cluster.ts';
import {cleanText} from '../domain/clean-text.ts';
import type {BestRatio} from '../domain/cluster-summary.ts';
import type {CountingRules} from '../domain/distribution.ts';
import {electionCauseWords} from '../domain/election-cause.ts';
import type {StopAnswer} from '../domain/stop-verdict.ts';
import {formatElapsed} from '../domain/time.ts';
import {importingWords} from '../domain/words.ts';
import type {MarkdownReport} from '../report/report-markdown.ts';
import type {ClusterView, Election} from '../state/cluster-view.ts';
import {distributionIn} from './cluster-summaries.ts';
import {accountSeen, importingAccount, seenAs, seesAll} from './coverage.ts';
import {messageOf} from './errors.ts';
import {electionLines, type SessionStart} from './leaving-summary.ts';
import {actText, type ActEnd} from './work-log.ts';

/** What a report is about: a cluster, and why it is as uneven as it is, in words. */
type Subject = {readonly cluster: string; readonly diagnosis: string | undefined};

type ReportWriter = {
	/** Writes a report about a cluster as it is now, and notifies where, or why that failed. */
	readonly write: (subject: Subject) => Promise<void>;
	/** What has been written so far. */
	readonly files: () => readonly string[];
};

/** Writes Markdown reports into a folder. */
export function createReportWriter(
	folder: string,
	partsNow: () => SessionParts,
	notify: (text: string, tone: 'good' | 'bad') => void,
): ReportWriter {
	const files: string[] = [];
	return {
		async write(subject) {
			try {
				const {reportMarkdown} = await import('../report/report-markdown.ts');
				const parts = partsNow();
				const text = reportMarkdown(sessionReport(parts, subject));
				const file = await writeReport(text, {folder, cluster: subject.cluster, at: parts.at});
				files.push(file);
				notify(`Report: ${path.basename(file)} in ${cleanText(folder, 1000)}`, 'good');
			} catch (error) {
				notify(`No report was written: ${cleanText(messageOf(error), 500)}`, 'bad');
			}
		},
		files: () => files,
	};
}

type SessionParts = {
	readonly origin: Cluster['origin'];
	readonly view: ClusterView;
	readonly rules: CountingRules;
	/** Undefined where that cannot be judged. */
	readonly stopOf: ((server: string) => StopAnswer | undefined) | undefined;
	readonly reachable: (cluster: string) => BestRatio | undefined;
	readonly since: SessionStart | undefined;
	readonly acts: readonly ActEnd[];
	readonly audit: string | undefined;
	/** Epoch in ms. */
	readonly at: number;
};

/** Acts and elections that are listed one by one. */
const actsListed = 200;
const electionsListed = 50;

function sessionReport(parts: SessionParts, {cluster, diagnosis}: Subject): MarkdownReport {
	const {origin, view, acts, audit} = parts;
	const facts = view.clusters.get(cluster);
	const listed = acts.slice(-actsListed);
	return {
		at: parts.at,
		since: parts.since,
		label: origin.label,
		remarks: remarksOn(origin, view),
		distribution: distributionIn(view, cluster, parts.rules),
		metaLeader: facts?.metaGroupLeader,
		metaCluster: facts?.metaGroupCluster,
		groups: facts?.groups ?? 0,
		leaderless: facts?.leaderless ?? 0,
		best: parts.reachable(cluster),
		diagnosis,
		stopOf(server) {
			const answer = parts.stopOf?.(server);
			return answer && {type: answer.type, reasons: answer.type === 'ok' ? [] : answer.reasons};
		},
		elections: electionLines(view),
		latest: view.elections
			.filter(({group}) => group.cluster === cluster)
			.slice(-electionsListed)
			.toReversed()
			.map(electionText),
		acts: listed.map(actText),
		earlierActs: acts.length - listed.length,
		audit: acts.length > 0 ? audit : undefined,
	};
}

function remarksOn(origin: Cluster['origin'], {missing, connection}: ClusterView): string[] {
	const importing = importingAccount(origin);
	return [
		...(seenAs(origin) === 'simulated' ? ['SIMULATED: no real cluster behind these figures'] : []),
		...(origin.type === 'recording' ? ['from a recording'] : []),
		...(seesAll({origin})
			? []
			: [`account ${accountSeen(origin) ?? ''} only: no server statistics`]),
		...(importing === undefined ? [] : [importingWords(importing)]),
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

/** Names that are tried within one second until one is free. */
const tries = 100;

/**
 * Writes a report into a folder, readable by its owner only, named after the cluster and the time. Replaces no file.
 * @returns the path
 * @throws the system's error when it cannot be written
 */
export async function writeReport(
	text: string,
	{folder, cluster, at}: {readonly folder: string; readonly cluster: string; readonly at: number},
): Promise<string> {
	const time = new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '');
	const name = cluster.replaceAll(/[^\w.-]/g, '-').slice(0, 80);
	const base = ['leadertop', ...(name === '' ? [] : [name]), time].join('-');
	for (let count = 1; ; count++) {
		const file = path.join(folder, `${base}${count === 1 ? '' : `-${count}`}.md`);
		try {
			await writeFile(file, text, {mode: 0o600, flag: 'wx'});
			return file;
		} catch (error) {
			const isTaken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
			if (!isTaken || count >= tries) {
				throw error;
			}
		}
	}
}
