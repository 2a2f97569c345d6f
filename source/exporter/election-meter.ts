import {Counter, Histogram, Registry} from 'prom-client';
import {electionCauses, type ElectionCause} from '../domain/election-cause.ts';
import {cleaned} from '../report/prometheus.ts';
import type {ClusterView, Election} from '../state/cluster-view.ts';

/** How long an election that nothing explains is kept back, in ms: the store may still learn its cause within 10 s. */
const explainsMs = 11_000;

/** Elections that the view lists are bounded: so many may wait for their causes. */
const mayWait = 400;

/** Counts elections since its start, over any number of views: counters must never go back. */
export class ElectionMeter {
	readonly #registry = new Registry();
	readonly #elections = new Counter({
		name: 'leadertop_elections_total',
		help: 'Elections of leaders by their causes; one that nothing explains is counted 11 s later.',
		labelNames: ['cluster', 'cause'],
		registers: [this.#registry],
	});
	readonly #stepDowns = new Counter({
		name: 'leadertop_step_downs_total',
		help: 'Elections after a step-down that a leadertop or another client asked for.',
		labelNames: ['cluster', 'by'],
		registers: [this.#registry],
	});
	readonly #gaps = new Histogram({
		name: 'leadertop_without_leader_seconds',
		help: 'How long groups had no leader before an election, where its beginning was seen.',
		labelNames: ['cluster'],
		buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
		registers: [this.#registry],
	});
	readonly #clusters = new Set<string>();
	#view: ClusterView | undefined;
	#counted = 0;

	/** Counts what is new in a view. To be called after each change, and before the counts are read. */
	count(view: ClusterView, now: number): void {
		if (this.#view !== view) {
			this.#view = view;
			this.#counted = 0;
		}

		for (const cluster of view.clusters.keys()) {
			this.#meet(cluster);
		}

		while (this.#counted < view.electionCount) {
			const waiting = view.electionCount - this.#counted;
			const election = view.elections.at(-waiting);
			const mayBeExplained = election?.cause === 'untold' && now - election.at < explainsMs;
			if (mayBeExplained && waiting <= mayWait) {
				return;
			}

			this.#counted++;
			if (election) {
				this.#add(election);
			}
		}
	}

	async text(): Promise<string> {
		return this.#registry.metrics();
	}

	/** A counter that begins with its first event hides that event from `increase`. */
	#meet(cluster: string): void {
		if (this.#clusters.has(cluster)) {
			return;
		}

		this.#clusters.add(cluster);
		for (const cause of electionCauses) {
			this.#elections.inc(cleaned({cluster, cause: causeLabel(cause)}), 0);
		}

		for (const by of ['leadertop', 'others']) {
			this.#stepDowns.inc(cleaned({cluster, by}), 0);
		}

		this.#gaps.zero(cleaned({cluster}));
	}

	#add({cause, who, gapMs, group: {cluster}}: Election): void {
		this.#elections.inc(cleaned({cluster, cause: causeLabel(cause)}));
		if (cause === 'ours' || cause === 'others') {
			const by = cause === 'ours' || who?.startsWith('leadertop') ? 'leadertop' : 'others';
			this.#stepDowns.inc(cleaned({cluster, by}));
		}

		if (gapMs !== undefined) {
			this.#gaps.observe(cleaned({cluster}), gapMs / 1000);
		}
	}
}

function causeLabel(cause: ElectionCause): string {
	return cause === 'untold' ? 'unexplained' : cause;
}
