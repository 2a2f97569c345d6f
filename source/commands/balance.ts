import type {Command} from './cli/command.ts';
import {moveFlags} from './flags/move-flags.ts';

export const balance: Command = {
	name: 'balance',
	arguments: [],
	summary: 'plan how the leaders get even with the fewest step-downs, and run it',
	flags: moveFlags,
	async run(context) {
		const {runMoveCommand} = await import('./move/run-move-command.ts');
		return runMoveCommand(context, {type: 'balance'});
	},
};
