import type {Command} from './cli/command.ts';
import {isSet} from './cli/flag-values.ts';
import {keepFlags, moveFlags, refuseKeepBounds} from './flags/move-flags.ts';

export const balance: Command = {
	name: 'balance',
	arguments: [],
	summary: 'even out the leaders with the fewest step-downs',
	flags: {...keepFlags, ...moveFlags},
	async run(context) {
		if (isSet(context.flags, 'keep')) {
			const {runKeep} = await import('./move/run-keep.ts');
			return runKeep(context);
		}

		refuseKeepBounds(context.flags);
		const {runMove} = await import('./move/run-move.ts');
		return runMove(context, {type: 'balance'});
	},
};
