import {defaultCountingRules, type CountingRules} from '../../domain/distribution.ts';
import type {CommandContext, FlagTable} from '../cli/command.ts';
import {isSet, numberFlag} from '../cli/flag-values.ts';

export const countingFlags: FlagTable = {
	threshold: {
		type: 'number',
		value: 'RATIO',
		help: `a server above this many times the average is a hotspot, ${defaultCountingRules.threshold} when not given`,
	},
	countR1: {type: 'boolean', help: 'count streams and consumers with one replica as fixed load'},
};

/** @throws UsageError when a value is out of bounds */
export function countingRules(flags: CommandContext['flags']): CountingRules {
	return {
		threshold: numberFlag(flags, 'threshold', {min: 1, max: 100}) ?? defaultCountingRules.threshold,
		countR1: isSet(flags, 'countR1'),
	};
}
