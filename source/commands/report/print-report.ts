import type {Cluster} from '../../cluster.ts';
import {type Baseline, whyNotComparable} from '../../domain/baseline.ts';
import type {CountingRules} from '../../domain/distribution.ts';
import {isWhole, type Report} from '../../report/report.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import {
	accountSeen,
	baselineSeen,
	seenAs,
	seesAll,
	unseenServers,
	whyUnseen,
} from '../../session/coverage.ts';
import {type CommandContext, exitCode} from '../cli/command.ts';
import {printColumns} from '../cli/terminal.ts';
import {UnseenError, UsageError} from '../../session/errors.ts';
import {clusterSummaries} from '../../session/cluster-summaries.ts';

type PrintOptions = {
	readonly rules: CountingRules;
	/** Name of the only cluster to print. */
	readonly only: string | undefined;
	readonly groups?: boolean;
	readonly json?: boolean;
	readonly ascii?: boolean;
	readonly against?: KeptBaseline | undefined;
};

type PrintContext = Pick<CommandContext, 'env' | 'stdout'>;

/** A baseline that was read, and what to call it in a message: the flag and the file. */
export type KeptBaseline = {readonly place: string; readonly baseline: Baseline};

/**
 * Prints one look.
 * @returns the exit code: not reached when the picture is incomplete
 * @throws UnseenError when there is nothing to print, UsageError when the baseline is of something else
 */
export async function printReport(
	cluster: Cluster,
	view: ClusterView,
	context: PrintContext,
	options: PrintOptions,
): Promise<number> {
	const report = reportOf(cluster, view, options);
	context.stdout.write(await textOf(report, context, options));
	return isWhole(report) ? exitCode.ok : exitCode.notReached;
}

function reportOf(cluster: Cluster, view: ClusterView, options: PrintOptions): Report {
	const {rules, only, groups = false, against} = options;
	const {origin} = cluster;
	const isCutOff = origin.type === 'nats' && view.connection.state !== 'connected';
	if (view.servers.size === 0 || (isCutOff && view.missing.length > 0)) {
		throw new UnseenError(whyUnseen(view));
	}

	const account = accountSeen(origin);
	const seen = seenAs(origin);
	const clusters = clusterSummaries(view, {rules, only, seesMeta: seesAll(cluster)});
	if (only !== undefined && clusters.length === 0) {
		const names = [...view.clusters.keys()].join(', ');
		throw new UnseenError(`there is no cluster ${only}; what answered belongs to ${names}`);
	}

	if (against) {
		const reason = whyNotComparable(against.baseline, {
			seen: baselineSeen(origin),
			clusters: clusters.map(({distribution}) => distribution.cluster),
		});
		if (reason !== undefined) {
			throw new UsageError(`${against.place} ${reason}`);
		}
	}

	const isWanted = (name: string | undefined) => only === undefined || name === only;
	return {
		at: view.now,
		mode: seen === 'account' ? 'account' : 'system',
		account,
		simulated: seen === 'simulated',
		recorded: origin.type === 'recording',
		unreadable: {
			count: view.rejectedCount,
			last: view.rejected.slice(-repliesTold).map(({subject, reason}) => ({subject, reason})),
		},
		// Whom only the meta leader names may belong to any cluster.
		missing: unseenServers(view).filter(name => isWanted(view.servers.get(name)?.cluster ?? only)),
		clusters,
		against: against?.baseline,
		groups: groups
			? [...view.groups.values()].filter(({cluster}) => isWanted(cluster)).sort(byName)
			: undefined,
	};
}

/** Enough to see what is wrong; it is often the same. */
const repliesTold = 5;

function byName(a: {readonly key: string}, b: {readonly key: string}): number {
	return a.key < b.key ? -1 : 1;
}

async function textOf(
	report: Report,
	{env, stdout}: PrintContext,
	{json, ascii = false}: PrintOptions,
): Promise<string> {
	if (json) {
		const {reportJson} = await import('../../report/report-json.ts');
		return `${JSON.stringify(reportJson(report), undefined, 2)}\n`;
	}

	const {reportTable} = await import('../../report/report-table.tsx');
	return reportTable(report, {ascii, columns: printColumns(stdout, env)});
}
