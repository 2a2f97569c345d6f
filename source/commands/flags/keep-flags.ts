import type {CommandContext, FlagTable} from '../cli/command.ts';
import {durationFlag, isSet, numberFlag, spelled} from '../cli/flag-values.ts';
import {UsageError} from '../../session/usage-error.ts';
import {moveOptions, type MoveOptions} from './move-flags.ts';

/** What bounds `balance --keep`, and means nothing without it. */
const boundFlags: FlagTable = {
	maxPerHour: {
		type: 'number',
		value: 'N',
		help: 'with --keep: step-downs in any hour, 200 when not given',
	},
	rest: {
		type: 'string',
		value: 'TIME',
		help: 'with --keep: how long a server that came back, or has just started, gets no leaders, 1m when not given',
	},
};

export const keepFlags: FlagTable = {
	keep: {
		type: 'boolean',
		help: 'stay, and keep the cluster even, after a yes or with --yes; --tolerance is 5% then when not given; JSON lines on stdout',
	},
	...boundFlags,
};

export type KeepOptions = MoveOptions & {
	readonly maxPerHour: number;
	readonly restMs: number;
};

const standardTolerance = 0.05;

/** @throws UsageError when a value is out of bounds, or a flag does not go with `--keep` */
export function keepOptions(flags: CommandContext['flags']): KeepOptions {
	if (isSet(flags, 'dryRun') || isSet(flags, 'forceIncomplete')) {
		throw new UsageError('--keep goes neither with --dry-run nor with --force-incomplete');
	}

	const options = moveOptions(flags);
	if (options.measure !== 'count') {
		throw new UsageError('--keep keeps the number of leaders even: --by load does not go with it');
	}

	return {
		...options,
		tolerance: flags['tolerance'] === undefined ? standardTolerance : options.tolerance,
		maxPerHour: numberFlag(flags, 'maxPerHour', {min: 1, max: 100_000, whole: true}) ?? 200,
		restMs: durationFlag(flags, 'rest', {minMs: 0, maxMs: 86_400_000}) ?? 60_000,
	};
}

/** @throws UsageError for a flag that would bound nothing without `--keep` */
export function refuseKeepBounds(flags: CommandContext['flags']): void {
	const idle = Object.keys(boundFlags).find(name => flags[name] !== undefined);
	if (idle !== undefined) {
		throw new UsageError(`${spelled(idle)} needs --keep`);
	}
}
