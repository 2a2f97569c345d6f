import {isSet} from './cli/flag-values.ts';
import type {Command} from './cli/command.ts';
import {keepFlags, moveFlags, refuseKeepBounds} from './flags/move-flags.ts';

export const balance: Command = {
	name: 'balance',
	arguments: [],
	summary: 'plan how the leaders get even with the fewest step-downs, and run it',
	flags: {...keepFlags, ...moveFlags},
	async run(context) {
		if (isSet(context.flags, 'keep')) {
			const {runKeepCommand} = await import('./move/run-keep.ts');
			return runKeepCommand(context);
		}

		refuseKeepBounds(context.flags);
		const {runMoveCommand} = await import('./move/run-move.ts');
		return runMoveCommand(context, {type: 'balance'});
	},
};
