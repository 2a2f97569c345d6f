import process from 'node:process';
import type {Cluster} from '../cluster.ts';
import {isHealthy} from '../domain/fitness.ts';
import {checkMetrics} from '../report/check/check-prometheus.ts';
import type {CheckResult} from '../report/check/check-result.ts';
import {metricsText, type Metric, type Sample} from '../report/prometheus.ts';
import {checkCluster, unseenResult, type CheckScope} from '../session/check-cluster.ts';
import {whyLost} from '../session/coverage.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import {steadyNow} from '../time/clock.ts';
import {ElectionMeter} from './election-meter.ts';
import {watchForGood, type Sight} from './watch-for-good.ts';

type ExporterOptions = {
	readonly open: () => Promise<Cluster>;
	readonly scope: CheckScope;
	readonly intervalMs: number;
	readonly timeoutMs: number;
	/** Streams that get series of their own, at most. */
	readonly perStream: number;
	/** Called when nothing is in sight, with the reason, and with undefined when something is again. */
	readonly onTrouble: (reason: string | undefined) => void;
	readonly signal: AbortSignal;
};

/** What is served: both answer with what is known at that moment. */
export type Exporter = {
	readonly metrics: () => Promise<string>;
	/** What is wrong with the watching itself, in one line; undefined while the view is about now. */
	readonly trouble: () => string | undefined;
	/** Ends when the signal aborts; rejects with a UsageError when the way to the cluster can never work. */
	readonly done: Promise<void>;
};

/** Judging takes at most this share of the time, however often somebody asks. */
const dutyCycle = 0.02;

/** A reply that could not be read makes the view incomplete for so long, in ms. */
const unreadableMs = 60_000;

/** A view is stale when no server has said anything for so long, in ms, with the interval on top. */
const staleMs = 30_000;

/** Watches a cluster for good, and has its figures at hand. */
export function startExporter(options: ExporterOptions): Exporter {
	const {scope, intervalMs, onTrouble} = options;
	const meter = new ElectionMeter();
	let sight: Sight | undefined;
	let blindness = 'the connection is being opened';
	let reported: string | undefined;
	let judged: {readonly result: CheckResult; readonly dueAt: number} | undefined;
	const spent = {requests: 0, bytesReceived: 0};

	const done = watchForGood({
		...options,
		onSight(found) {
			sight = found;
			judged = undefined;
			report(undefined);
		},
		onChange(view) {
			meter.count(view, steadyNow());
		},
		onBlind(reason) {
			const cost = sight?.cluster.cost();
			spent.requests += cost?.requests ?? 0;
			spent.bytesReceived += cost?.bytesReceived ?? 0;
			sight = undefined;
			blindness = reason;
			report(reason);
		},
	});

	/** Each trouble once. */
	function report(reason: string | undefined): void {
		if (reason !== reported) {
			reported = reason;
			onTrouble(reason);
		}
	}

	function trouble(): string | undefined {
		if (!sight) {
			return blindness;
		}

		const ageMs = viewAgeMs(sight);
		return (
			whyLost(sight.view.connection) ??
			(sight.isWhole() ? undefined : 'the first inventory is not complete yet') ??
			(ageMs !== undefined && ageMs > staleMs + intervalMs
				? `no server has said anything for ${Math.round(ageMs / 1000)} s`
				: undefined)
		);
	}

	/** Figures that are not about now are left out: what is not there raises an alert, what is old looks well. */
	function judge(): CheckResult {
		const reason = trouble();
		if (!sight || reason !== undefined) {
			judged = undefined;
			return unseenResult(new Error(reason), scope);
		}

		const begunAt = performance.now();
		if (!judged || begunAt >= judged.dueAt) {
			const {cluster, view} = sight;
			const since = view.now - unreadableMs;
			const unreadable = view.rejected.filter(({at}) => at >= since).length;
			const result = checkCluster(cluster, view, scope, unreadable);
			const tookMs = performance.now() - begunAt;
			judged = {result, dueAt: begunAt + tookMs / dutyCycle};
		}

		return judged.result;
	}

	return {
		trouble,
		done,
		async metrics() {
			const result = judge();
			if (sight) {
				meter.count(sight.view, steadyNow());
			}

			const metrics = [
				...checkMetrics(result),
				...watchMetrics(sight, trouble() === undefined, spent),
				...(sight && result.clusters.length > 0
					? streamMetrics(sight.view, scope.only, options.perStream)
					: []),
			];
			return `${await metricsText(metrics)}\n${await meter.text()}`;
		},
	};
}

function viewAgeMs({heardAt}: Sight): number | undefined {
	const at = heardAt();
	return at === undefined ? undefined : Math.max(0, steadyNow() - at);
}

/** The watching itself, and what it costs. */
function watchMetrics(
	sight: Sight | undefined,
	isLive: boolean,
	spent: ReturnType<Cluster['cost']>,
): Metric[] {
	const ageMs = sight && viewAgeMs(sight);
	const cost = sight?.cluster.cost();
	const {user, system} = process.cpuUsage();
	return [
		{
			name: 'leadertop_view_live',
			help: 'Whether the figures are about now; without, those of clusters and servers are left out.',
			samples: [[{}, isLive ? 1 : 0]],
		},
		{
			name: 'leadertop_view_age_seconds',
			help: 'Time since a server has said something; absent before the first word.',
			samples: ageMs === undefined ? [] : [[{}, ageMs / 1000]],
		},
		{
			type: 'counter',
			name: 'leadertop_observation_requests_total',
			help: 'Requests that watching has sent.',
			samples: [[{}, spent.requests + (cost?.requests ?? 0)]],
		},
		{
			type: 'counter',
			name: 'leadertop_observation_received_bytes_total',
			help: 'Bytes that servers have sent for watching.',
			samples: [[{}, spent.bytesReceived + (cost?.bytesReceived ?? 0)]],
		},
		{
			type: 'counter',
			name: 'process_cpu_seconds_total',
			help: 'CPU time of the exporter.',
			samples: [[{}, (user + system) / 1e6]],
		},
		{
			name: 'process_resident_memory_bytes',
			help: 'Memory of the exporter.',
			samples: [[{}, process.memoryUsage.rss()]],
		},
	];
}

/** The first streams in the order of their names: which ones are listed does not change with their traffic. */
function streamMetrics(view: ClusterView, only: string | undefined, limit: number): Metric[] {
	const streams =
		limit === 0
			? []
			: view
					.byName()
					.filter(
						({kind, cluster}) => kind === 'stream' && (only === undefined || cluster === only),
					);
	const listed = streams.slice(0, limit).map(group => {
		const {cluster, account, stream} = group;
		return {group, labels: {cluster, account, stream}};
	});
	return [
		{
			name: 'leadertop_stream_leader',
			help: 'Which server leads a stream: 1; absent while none does.',
			samples: listed.flatMap(({group: {leader}, labels}): Sample[] =>
				leader === undefined ? [] : [[{...labels, server: leader}, 1]],
			),
		},
		{
			name: 'leadertop_stream_followers_behind',
			help: 'Followers of a stream that are behind or offline.',
			samples: listed.map(({group, labels}): Sample => [
				labels,
				group.followers.filter(follower => !isHealthy(follower, group)).length,
			]),
		},
		{
			name: 'leadertop_stream_messages_per_second',
			help: 'Messages that a stream takes in, measured between two inventories.',
			samples: listed.flatMap(({group: {messagesPerSecond}, labels}): Sample[] =>
				messagesPerSecond === undefined ? [] : [[labels, messagesPerSecond]],
			),
		},
		{
			name: 'leadertop_streams_unlisted',
			help: 'Streams beyond the limit of --per-stream.',
			samples: limit === 0 ? [] : [[{}, streams.length - listed.length]],
		},
	];
}
