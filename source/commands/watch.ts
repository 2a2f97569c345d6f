import {access, constants} from 'node:fs/promises';
import path from 'node:path';
import {type Command, type CommandContext, inGroup} from './cli/command.ts';
import {textFlag} from './cli/flag-values.ts';
import {actingFlags, connectionFlags, openCluster} from './flags/connection-flags.ts';
import {recordingFlags, recordOption} from './flags/recording-flags.ts';
import {screenFlags, screenOptions} from './flags/screen-flags.ts';
import {runScreen} from './screen/run-screen.ts';
import {type BaselineOption, readBaseline} from '../session/baseline.ts';
import {UsageError} from '../session/errors.ts';
import {refuseTakenFile} from '../session/start-recording.ts';

export const watch: Command = {
	name: 'watch',
	arguments: [],
	summary: 'live screen: leaders of every server, and keys to move them',
	flags: {
		...screenFlags,
		...inGroup('Watching', {
			baseline: {
				type: 'string',
				value: 'FILE',
				help: 'count leader changes since this report (report --json); a missing file is written at the start',
			},
		}),
		...recordingFlags,
		...connectionFlags,
		...actingFlags,
	},
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

/** @throws UsageError when the file is no baseline, or none could be written there */
async function baselineOption(flags: CommandContext['flags']): Promise<BaselineOption | undefined> {
	const file = textFlag(flags, 'baseline');
	if (file === undefined) {
		return undefined;
	}

	const kept = await readBaseline(file, '--baseline');
	if (!kept) {
		await access(path.dirname(file), constants.W_OK).catch((cause: unknown) => {
			throw new UsageError(`--baseline: ${file} cannot be written`, {cause});
		});
	}

	return {file, kept};
}
