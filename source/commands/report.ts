import type {Command} from './cli/command.ts';
import {isSet, textFlag} from './cli/flag-values.ts';
import {actingFlags, connectionFlags} from './flags/connection-flags.ts';
import {countingFlags, countingRules} from './flags/counting-flags.ts';
import {lookOnce} from './look/look-once.ts';
import {openCluster} from './look/open-cluster.ts';
import {printReport} from './look/print-report.ts';

export const report: Command = {
	name: 'report',
	arguments: [],
	summary: 'one look at the leaders of every server, then exit',
	flags: {
		json: {type: 'boolean', help: 'print JSON'},
		groups: {type: 'boolean', help: 'list every stream and consumer with leader and followers'},
		cluster: {type: 'string', value: 'NAME', help: 'only this cluster'},
		ascii: {type: 'boolean', help: 'draw with ASCII characters only'},
		...countingFlags,
		...connectionFlags,
		...actingFlags,
	},
	async run(context) {
		const {flags, stdout} = context;
		const rules = countingRules(flags);
		const cluster = await openCluster(context);
		try {
			return await printReport(cluster, await lookOnce(cluster), stdout, {
				rules,
				only: textFlag(flags, 'cluster'),
				groups: isSet(flags, 'groups'),
				json: isSet(flags, 'json'),
				ascii: isSet(flags, 'ascii'),
			});
		} finally {
			await cluster.close();
		}
	},
};
