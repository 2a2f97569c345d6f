import type {Command} from './cli/command.ts';
import {rollFlags} from './flags/roll-flags.ts';

export const roll: Command = {
	name: 'roll',
	arguments: [],
	summary: 'restart or upgrade the servers one by one, drained first',
	flags: rollFlags,
	async run(context) {
		const {runRoll} = await import('./roll/run-roll.ts');
		return runRoll(context);
	},
};
