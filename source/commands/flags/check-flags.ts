import {defaultThreshold} from '../../domain/distribution.ts';
import type {CheckRules} from '../../domain/check/check.ts';
import type {CommandContext, FlagTable} from '../cli/command.ts';
import {durationFlag, isSet, numberFlag, textFlag} from '../cli/flag-values.ts';
import {UsageError} from '../../session/usage-error.ts';
import {timeoutFlag} from './connection-flags.ts';
import {asciiFlag} from './screen-flags.ts';

export const checkFlags: FlagTable = {
	expect: {type: 'number', value: 'N', help: 'servers that shall have JetStream up'},
	warnRatio: {
		type: 'number',
		value: 'RATIO',
		help: `WARNING when a server leads more than this many times the average, ${defaultThreshold} when not given`,
	},
	criticalRatio: {type: 'number', value: 'RATIO', help: 'CRITICAL likewise; never when not given'},
	countR1: {type: 'boolean', help: 'count streams and consumers with one replica as fixed load'},
	okToStop: {
		type: 'string',
		value: 'SERVER',
		help: 'check only whether this server may stop now; CRITICAL when it may not',
	},
	wait: {
		type: 'string',
		value: 'DURATION',
		help: 'wait for OK, at most so long; how far it is goes to stderr',
	},
	format: {
		type: 'string',
		value: 'text|nagios|json|prometheus',
		help: 'how the result is printed, text when not given; prometheus exits with 0 unless --wait is given',
	},
	outfile: {
		type: 'string',
		value: 'FILE',
		help: 'write the result to this file, all at once and for its owner only, instead of stdout',
	},
	cluster: {type: 'string', value: 'NAME', help: 'only this cluster'},
	...asciiFlag,
};

const checkFormats = ['text', 'nagios', 'json', 'prometheus'] as const;
export type CheckFormat = (typeof checkFormats)[number];

export type CheckOptions = {
	readonly rules: CheckRules;
	readonly countR1: boolean;
	/** Undefined: one look. */
	readonly waitMs: number | undefined;
	/** For servers that do not answer. */
	readonly timeoutMs: number;
	readonly format: CheckFormat;
	readonly outfile: string | undefined;
	/** Name of the only cluster that is checked. */
	readonly only: string | undefined;
};

/** @throws UsageError when a value is out of bounds, or two contradict each other */
export function checkOptions(flags: CommandContext['flags']): CheckOptions {
	const ratio = {min: 1, max: 1000};
	const criticalRatio = numberFlag(flags, 'criticalRatio', ratio);
	const warnRatio =
		numberFlag(flags, 'warnRatio', ratio) ?? Math.min(defaultThreshold, criticalRatio ?? Infinity);
	if (criticalRatio !== undefined && criticalRatio < warnRatio) {
		throw new UsageError('--critical-ratio must not be below --warn-ratio');
	}

	const format = textFlag(flags, 'format') ?? 'text';
	const known = checkFormats.find(each => each === format);
	if (known === undefined) {
		throw new UsageError(`--format takes ${checkFormats.join(', ')}`);
	}

	return {
		rules: {
			expect: numberFlag(flags, 'expect', {min: 1, max: 10_000, whole: true}),
			warnRatio,
			criticalRatio,
			okToStop: textFlag(flags, 'okToStop'),
		},
		countR1: isSet(flags, 'countR1'),
		waitMs: durationFlag(flags, 'wait', {minMs: 1, maxMs: 86_400_000}),
		timeoutMs: timeoutFlag(flags),
		format: known,
		outfile: textFlag(flags, 'outfile'),
		only: textFlag(flags, 'cluster'),
	};
}
