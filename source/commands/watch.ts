import {baselineFlags, baselineWish} from './baseline/baseline-wish.ts';
import type {Command} from './cli/command.ts';
import {actingFlags, connectionFlags} from './flags/connection-flags.ts';
import {recordingFlags, recordWish} from './flags/recording-flags.ts';
import {screenFlags, screenOptions} from './flags/screen-flags.ts';
import {openCluster} from './look/open-cluster.ts';
import {runScreen} from './screen/run-screen.ts';
import {refuseTakenFile} from './screen/start-recording.ts';

export const watch: Command = {
	name: 'watch',
	arguments: [],
	summary: 'the live screen: who leads what, and keys to move leaders',
	flags: {...screenFlags, ...baselineFlags, ...recordingFlags, ...connectionFlags, ...actingFlags},
	async run(context) {
		const options = {
			...screenOptions(context.flags),
			record: recordWish(context.flags),
			baseline: await baselineWish(context.flags),
		};
		await refuseTakenFile(options.record);
		return runScreen(await openCluster(context), context, options);
	},
};
