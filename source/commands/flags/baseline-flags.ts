import {access, constants} from 'node:fs/promises';
import path from 'node:path';
import type {CommandContext, FlagTable} from '../cli/command.ts';
import {textFlag} from '../cli/flag-values.ts';
import {UsageError} from '../../session/usage-error.ts';
import type {BaselineOption} from '../../session/baseline.ts';
import {readBaseline} from '../../session/read-baseline.ts';

export const baselineFlags: FlagTable = {
	baseline: {
		type: 'string',
		value: 'FILE',
		help: 'count changes since this report (report --json); where there is no such file, the leaders at the start are kept there',
	},
};

/**
 * To be asked before a cluster is connected to.
 * @throws UsageError when the file is no baseline, or none could be written there
 */
export async function baselineOption(
	flags: CommandContext['flags'],
): Promise<BaselineOption | undefined> {
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
