import {baselineFlags, baselineOption} from './flags/baseline-flags.ts';
import type {Command} from './cli/command.ts';
import {actingFlags, connectionFlags, openCluster} from './flags/connection-flags.ts';
import {recordingFlags, recordOption} from './flags/recording-flags.ts';
import {screenFlags, screenOptions} from './flags/screen-flags.ts';
import {runScreen} from './screen/run-screen.ts';
import {refuseTakenFile} from '../session/start-recording.ts';

export const watch: Command = {
	name: 'watch',
	arguments: [],
	summary: 'the live screen: who leads what, and keys to move leaders',
	flags: {...screenFlags, ...baselineFlags, ...recordingFlags, ...connectionFlags, ...actingFlags},
	async run(context) {
		const options = {
			...screenOptions(context.flags),
			record: recordOption(context.flags),
			baseline: await baselineOption(context.flags),
		};
		await refuseTakenFile(options.record);
		return runScreen(await openCluster(context), context, options);
	},
};
