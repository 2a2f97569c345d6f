import type {Cluster} from '../../cluster.ts';
import {type CommandContext, exitCode} from '../cli/command.ts';
import {isSet, textFlag} from '../cli/flag-values.ts';
import {featuresOf, printColumns} from '../cli/terminal.ts';
import {type Baseline, whyNotComparable} from '../../domain/baseline.ts';
import type {CountingRules} from '../../domain/distribution.ts';
import {isWhole, type Report} from '../../report/report.ts';
import {clusterSummaries} from '../../session/cluster-summaries.ts';
import {
	accountSeen,
	importingAccount,
	baselineSeen,
	seenAs,
	seesAll,
	unseenServers,
	whyUnseen,
} from '../../session/coverage.ts';
import {UnseenError, UsageError} from '../../session/errors.ts';
import type {ClusterView} from '../../state/cluster-view.ts';

type PrintOptions = {
	readonly rules: CountingRules;
	readonly against?: KeptBaseline | undefined;
};

/** A baseline that was read, and what to call it in a message: the flag and the file. */
export type KeptBaseline = {readonly place: string; readonly baseline: Baseline};

/**
 * Prints what was seen, as `--json`, `--groups`, `--cluster` and `--ascii` say.
 * @returns the exit code: not reached when the view is incomplete
 * @throws UnseenError when there is nothing to print, UsageError when the baseline is of something else
 */
export async function printReport(
	cluster: Cluster,
	view: ClusterView,
	context: CommandContext,
	options: PrintOptions,
): Promise<number> {
	const report = reportOf(cluster, view, context.flags, options);
	context.stdout.write(await textOf(report, context));
	return isWhole(report) ? exitCode.ok : exitCode.notReached;
}

function reportOf(
	cluster: Cluster,
	view: ClusterView,
	flags: CommandContext['flags'],
	{rules, against}: PrintOptions,
): Report {
	const {origin} = cluster;
	const only = textFlag(flags, 'cluster');
	const isCutOff = origin.type === 'nats' && view.connection.state !== 'connected';
	if (view.servers.size === 0 || (isCutOff && view.missing.length > 0)) {
		throw new UnseenError(whyUnseen(view));
	}

	const seen = seenAs(origin);
	const clusters = clusterSummaries(view, {rules, only, seesMeta: seesAll(cluster)});
	if (only !== undefined && clusters.length === 0) {
		const names = [...view.clusters.keys()].join(', ');
		throw new UnseenError(`there is no cluster ${only}; the clusters are ${names}`);
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
		account: accountSeen(origin),
		importingAccount: importingAccount(origin),
		simulated: seen === 'simulated',
		recorded: origin.type === 'recording',
		unreadable: {
			count: view.rejectedCount,
			last: view.rejected.slice(-repliesListed).map(({subject, reason}) => ({subject, reason})),
		},
		// A server of which only the name is known may belong to any cluster.
		offlineAssets: view.offlineAssets,
		missing: unseenServers(view).filter(name => isWanted(view.servers.get(name)?.cluster ?? only)),
		clusters,
		against: against?.baseline,
		groups: isSet(flags, 'groups')
			? [...view.groups.values()].filter(({cluster}) => isWanted(cluster)).sort(byName)
			: undefined,
	};
}

/** Enough to see what is wrong; it is often the same. */
const repliesListed = 5;

function byName(a: {readonly key: string}, b: {readonly key: string}): number {
	return a.key < b.key ? -1 : 1;
}

async function textOf(report: Report, context: CommandContext): Promise<string> {
	if (isSet(context.flags, 'json')) {
		const {reportJson} = await import('../../report/report-json.ts');
		return `${JSON.stringify(reportJson(report), undefined, 2)}\n`;
	}

	const {reportTable} = await import('../../report/report-table.tsx');
	const ascii = !featuresOf(context).unicode;
	return reportTable(report, {ascii, columns: printColumns(context.stdout, context.env)});
}
