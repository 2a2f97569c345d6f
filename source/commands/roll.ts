import type {Command} from './cli/command.ts';
import {rollFlags} from './flags/roll-flags.ts';

export const roll: Command = {
	name: 'roll',
	arguments: [],
	summary: 'rolling restart or upgrade, each server drained first',
	flags: rollFlags,
	async run(context) {
		const {runRoll} = await import('./roll/run-roll.ts');
		return runRoll(context);
	},
};
