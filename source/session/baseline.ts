import {readFile} from 'node:fs/promises';
import type {Cluster} from '../cluster.ts';
import {type Baseline, whyNotComparable} from '../domain/baseline.ts';
import {cleanText} from '../domain/clean-text.ts';
import type {LeaderCounts} from '../domain/distribution.ts';
import {noLeaders} from '../domain/distribution.ts';
import {leadersOf} from '../domain/distribution.ts';
import {BaselineError, baselineJson, baselineOf} from '../report/baseline-json.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import type {Store} from '../state/store.ts';
import {baselineSeen} from './coverage.ts';
import {messageOf, UsageError} from './errors.ts';
import {onceComplete} from './see-once.ts';
import {writeFileAtomic} from './write-file-atomic.ts';

/** The file of a baseline, and what it says; undefined where it is yet to be written. */
export type BaselineOption = {readonly file: string; readonly kept: Baseline | undefined};

type StartParts = {
	readonly store: Pick<Store, 'view' | 'subscribe' | 'setBaseline'>;
	readonly origin: Cluster['origin'];
	readonly option: BaselineOption;
	readonly notify: (text: string, tone: 'good' | 'bad') => void;
};

/** With the first complete picture: takes the baseline that was kept, or keeps the picture as one. */
export function startBaseline({store, origin, option, notify}: StartParts): void {
	const {view} = store;
	const file = cleanText(option.file, 1000);
	onceComplete(store, () => {
		if (!option.kept) {
			void keep(textOf(view, origin));
			return;
		}

		const clusters = [...view.clusters.keys()];
		const reason = whyNotComparable(option.kept, {seen: baselineSeen(origin), clusters});
		if (reason === undefined) {
			store.setBaseline(leadersThen(option.kept, view));
		} else {
			notify(cleanText(`Changes count from now on: ${file} ${reason}`, 1000), 'bad');
		}
	});

	async function keep(text: string): Promise<void> {
		try {
			// A file that another program has written in the meantime stays.
			await writeFileAtomic(option.file, text, {over: false});
			notify(`Baseline kept in ${file}`, 'good');
		} catch (error) {
			notify(`No baseline was kept: ${cleanText(messageOf(error), 500)}`, 'bad');
		}
	}
}

/** Of clusters that the baseline does not know, what they lead now. */
function leadersThen({clusters}: Baseline, {servers, counts}: ClusterView): Map<string, number> {
	const others = [...servers.values()].filter(({cluster}) => !clusters.has(cluster));
	return new Map([
		...others.map(({name}) => [name, leadersOf(counts.get(name))] as const),
		...[...clusters.values()].flatMap(leaders => [...leaders]),
	]);
}

function textOf({now, servers, counts}: ClusterView, origin: Cluster['origin']): string {
	const clusters = new Map<string, Map<string, LeaderCounts>>();
	for (const {name, cluster} of servers.values()) {
		const members = clusters.get(cluster) ?? new Map<string, LeaderCounts>();
		clusters.set(cluster, members.set(name, counts.get(name) ?? noLeaders));
	}

	const baseline = baselineJson({at: now, seen: baselineSeen(origin), clusters});
	return `${JSON.stringify(baseline, undefined, 2)}\n`;
}

/**
 * Reads a baseline from a report that was kept in a file.
 * @param flag that named the file, for the message
 * @returns undefined when there is no such file
 * @throws UsageError when the file is no baseline, or cannot be read
 */
export async function readBaseline(file: string, flag: string): Promise<Baseline | undefined> {
	let text: string;
	try {
		text = await readFile(file, 'utf8');
	} catch (cause) {
		if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
			return undefined;
		}

		throw new UsageError(`${flag}: ${file} cannot be read`, {cause});
	}

	try {
		return baselineOf(text);
	} catch (error) {
		throw error instanceof BaselineError
			? new UsageError(`${flag}: ${file} ${error.message}`)
			: error;
	}
}
