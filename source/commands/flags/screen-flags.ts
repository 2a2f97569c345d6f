import type {Replay} from '../../recording/replay.ts';
import type {RunCommand} from '../../session/roll/stop-command.ts';
import type {BaselineOption} from '../../session/baseline.ts';
import type {RecordOption} from '../../session/start-recording.ts';
import {type CommandContext, type FlagTable, inGroup} from '../cli/command.ts';
import {durationFlag, isSet, numberFlag, textFlag} from '../cli/flag-values.ts';
import {type CountingRules, defaultCountingRules} from '../../domain/distribution.ts';

/** Of every command that draws; `featuresOf` reads it. */
export const asciiFlag: FlagTable = inGroup('Watching', {
	ascii: {
		type: 'boolean',
		help: 'ASCII characters only (default where the locale has no UTF-8)',
	},
});

export const countingFlags: FlagTable = inGroup('Watching', {
	threshold: {
		type: 'number',
		value: 'RATIO',
		help: `a server above this many times the average is a hotspot (default ${defaultCountingRules.threshold})`,
	},
	countR1: {type: 'boolean', help: 'count streams and consumers with one replica as fixed load'},
});

export const screenFlags: FlagTable = inGroup('Watching', {
	interval: {
		type: 'string',
		value: 'DURATION',
		help: 'how often to poll the servers (default 1s)',
	},
	readOnly: {type: 'boolean', help: 'watch only: no key moves leaders'},
	cluster: {type: 'string', value: 'NAME', help: 'show this cluster first'},
	audit: {
		type: 'string',
		value: 'FILE',
		help: 'audit file (default in the state directory)',
	},
	...asciiFlag,
	...countingFlags,
});

/** @throws UsageError when a value is out of bounds */
export function screenOptions(flags: CommandContext['flags']) {
	return {
		intervalMs: durationFlag(flags, 'interval', {minMs: 100, maxMs: 3_600_000}) ?? 1000,
		readOnly: isSet(flags, 'readOnly'),
		cluster: textFlag(flags, 'cluster'),
		auditFile: textFlag(flags, 'audit'),
		rules: countingRules(flags),
	};
}

/** @throws UsageError when a value is out of bounds */
export function countingRules(flags: CommandContext['flags']): CountingRules {
	return {
		threshold: numberFlag(flags, 'threshold', {min: 1, max: 100}) ?? defaultCountingRules.threshold,
		countR1: isSet(flags, 'countR1'),
	};
}

export type ScreenOptions = ReturnType<typeof screenOptions>;

export type RunScreenOptions = ScreenOptions & {
	/** What leaders are compared with, instead of those at the start. */
	readonly baseline?: BaselineOption | undefined;
	/** Where to record what is seen. */
	readonly record?: RecordOption | undefined;
	/** The cluster, where it is a recording, and where in it to begin (epoch in ms; at its beginning unless given). */
	readonly replay?: {readonly of: Replay; readonly startAt: number | undefined};
	/** What to do where there is no terminal, to resolve with the exit code; one report unless given. */
	readonly print?: () => Promise<number>;
	/** What restarts a server, for a roll that begins by itself as soon as everything has been seen. */
	readonly rollWith?: RunCommand | undefined;
	/** Work to do after the screen is gone and before the process ends, whatever ended it. */
	readonly onLeave?: () => Promise<void>;
};
