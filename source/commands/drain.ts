import type {Command} from './cli/command.ts';
import {moveFlags} from './flags/move-flags.ts';

export const drain: Command = {
	name: 'drain',
	arguments: ['SERVER'],
	summary: 'move all leaders off a server before you stop it',
	flags: moveFlags,
	async run(context) {
		const {runMove} = await import('./move/run-move.ts');
		const [server = ''] = context.input;
		return runMove(context, {type: 'drain', server});
	},
};
