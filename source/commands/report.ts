import type {Command, CommandContext} from './cli/command.ts';
import {textFlag} from './cli/flag-values.ts';
import {actingFlags, connectionFlags, openCluster, timeoutFlag} from './flags/connection-flags.ts';
import {asciiFlag, countingFlags, countingRules} from './flags/screen-flags.ts';
import {type KeptBaseline, printReport} from './report/print-report.ts';
import {readBaseline} from '../session/baseline.ts';
import {UsageError} from '../session/errors.ts';
import {seeOnce} from '../session/see-once.ts';

export const report: Command = {
	name: 'report',
	arguments: [],
	summary: 'print the leaders of every server, and exit',
	flags: {
		json: {type: 'boolean', help: 'print JSON'},
		groups: {type: 'boolean', help: 'list every stream and consumer with leader and followers'},
		against: {
			type: 'string',
			value: 'FILE',
			help: 'show what has changed since this report (report --json, or what watch --baseline kept)',
		},
		cluster: {type: 'string', value: 'NAME', help: 'only this cluster'},
		...asciiFlag,
		...countingFlags,
		...connectionFlags,
		...actingFlags,
	},
	async run(context) {
		const {flags} = context;
		const rules = countingRules(flags);
		const against = await againstFlag(flags);
		const cluster = await openCluster(context);
		try {
			return await printReport(cluster, await seeOnce(cluster, timeoutFlag(flags)), context, {
				rules,
				against,
			});
		} finally {
			await cluster.close();
		}
	},
};

/** @throws UsageError when the file is not there, or no baseline */
async function againstFlag(flags: CommandContext['flags']): Promise<KeptBaseline | undefined> {
	const file = textFlag(flags, 'against');
	if (file === undefined) {
		return undefined;
	}

	const baseline = await readBaseline(file, '--against');
	if (!baseline) {
		throw new UsageError(`--against: ${file} does not exist`);
	}

	return {place: `--against: ${file}`, baseline};
}
