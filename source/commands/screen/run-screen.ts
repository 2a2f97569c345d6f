import type {Cluster} from '../../cluster.ts';
import {type CommandContext, exitCode} from '../cli/command.ts';
import {featuresOf} from '../cli/terminal.ts';
import {timeoutFlag} from '../flags/connection-flags.ts';
import type {RunScreenOptions} from '../flags/screen-flags.ts';
import {printReport} from '../report/print-report.ts';
import {UsageError} from '../../session/errors.ts';
import {seeOnce} from '../../session/see-once.ts';

/**
 * Shows a cluster on the live screen until the user leaves; where there is no terminal, prints one report.
 * Owns the cluster from here on.
 * @returns the exit code
 */
export async function runScreen(
	cluster: Cluster,
	context: CommandContext,
	options: RunScreenOptions,
): Promise<number> {
	const {stdout, stderr} = context;
	try {
		const features = featuresOf(context);
		if (!features.interactive || features.screenReader) {
			if (options.record) {
				throw new UsageError('--record needs a terminal: it records what the live screen watches');
			}

			const {baseline} = options;
			if (baseline && !baseline.kept) {
				throw new UsageError(
					`--baseline: ${baseline.file} does not exist; without a terminal, make it with leadertop report --json`,
				);
			}

			if (features.obstacle !== undefined && stdout.isTTY) {
				stderr.write(`leadertop: no live screen, a report instead: ${features.obstacle}\n`);
			}

			if (options.print) {
				return await options.print();
			}

			const view = await seeOnce(cluster, timeoutFlag(context.flags));
			return await printReport(cluster, view, context, {
				rules: options.rules,
				against: baseline?.kept && {
					place: `--baseline: ${baseline.file}`,
					baseline: baseline.kept,
				},
			});
		}

		const {showScreen} = await import('./show-screen.tsx');
		await showScreen(cluster, context, {...options, features});
		return exitCode.ok;
	} finally {
		await cluster.close();
	}
}
