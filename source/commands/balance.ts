import {isSet} from './cli/flag-values.ts';
import type {Command} from './cli/command.ts';
import {UsageError} from './cli/usage-error.ts';
import {moveFlags} from './flags/move-flags.ts';

export const balance: Command = {
	name: 'balance',
	arguments: [],
	summary: 'plan how the leaders get even with the fewest step-downs, and run it',
	flags: {
		keep: {type: 'boolean', help: 'stay, and keep the cluster even; JSON lines on stdout'},
		maxPerHour: {
			type: 'number',
			value: 'N',
			help: 'with --keep: step-downs in any hour, 200 when not given',
		},
		rest: {
			type: 'string',
			value: 'TIME',
			help: 'with --keep: how long a server that came back gets no leaders, 1m when not given',
		},
		...moveFlags,
	},
	async run(context) {
		const {flags} = context;
		if (isSet(flags, 'keep')) {
			if (isSet(flags, 'dryRun') || isSet(flags, 'forceIncomplete')) {
				throw new UsageError('--keep goes neither with --dry-run nor with --force-incomplete');
			}

			if (flags['by'] !== undefined && flags['by'] !== 'count') {
				throw new UsageError(
					'--keep keeps the number of leaders even: --by load does not go with it',
				);
			}

			const {runKeepCommand} = await import('./move/run-keep-command.ts');
			return runKeepCommand(context);
		}

		const {runMoveCommand} = await import('./move/run-move-command.ts');
		return runMoveCommand(context, {type: 'balance'});
	},
};
