import type {CountingRules} from '../../domain/distribution.ts';
import type {CommandContext, FlagTable} from '../cli/command.ts';
import {durationFlag, isSet, textFlag} from '../cli/flag-values.ts';
import {countingFlags, countingRules} from './counting-flags.ts';

const defaultIntervalMs = 1000;

/** Of every command that draws; `featuresOf` reads it. */
export const asciiFlag: FlagTable = {
	ascii: {
		type: 'boolean',
		help: 'draw with ASCII characters only, as where the locale has no UTF-8',
	},
};

export const screenFlags: FlagTable = {
	interval: {
		type: 'string',
		value: 'DURATION',
		help: 'how often servers are asked for their counters, 1s when not given',
	},
	readOnly: {type: 'boolean', help: 'look only: no key can act'},
	cluster: {type: 'string', value: 'NAME', help: 'show this cluster first'},
	audit: {
		type: 'string',
		value: 'FILE',
		help: 'where every act is recorded, instead of the state directory',
	},
	...asciiFlag,
	...countingFlags,
};

export type ScreenOptions = {
	readonly intervalMs: number;
	readonly readOnly: boolean;
	readonly cluster: string | undefined;
	readonly auditFile: string | undefined;
	readonly rules: CountingRules;
};

/** @throws UsageError when a value is out of bounds */
export function screenOptions(flags: CommandContext['flags']): ScreenOptions {
	return {
		intervalMs:
			durationFlag(flags, 'interval', {minMs: 100, maxMs: 3_600_000}) ?? defaultIntervalMs,
		readOnly: isSet(flags, 'readOnly'),
		cluster: textFlag(flags, 'cluster'),
		auditFile: textFlag(flags, 'audit'),
		rules: countingRules(flags),
	};
}
