import {compareVersions} from '../../domain/server-version.ts';
import {defaultLimits} from '../../executor/limits.ts';
import {UsageError} from '../../session/errors.ts';
import type {CommandContext, FlagTable} from '../cli/command.ts';
import {durationFlag, isSet, numberFlag, textFlag, textFlags} from '../cli/flag-values.ts';
import {actingFlags, connectionFlags} from './connection-flags.ts';
import {moveFlags} from './move-flags.ts';
import {recordingFlags, recordOption} from './recording-flags.ts';
import {asciiFlag, countingFlags, countingRules} from './screen-flags.ts';

const {cluster, maxInFlight, rate, audit} = moveFlags;

export const rollFlags: FlagTable = {
	dryRun: {type: 'boolean', help: 'show the order and what each step moves; change nothing'},
	yes: {type: 'boolean', help: 'start without asking'},
	json: {type: 'boolean', help: 'print JSON: the plan with --dry-run, else a line for each event'},
	servers: {
		type: 'string',
		isMultiple: true,
		value: 'NAMES',
		help: 'restart only these, separated by commas',
	},
	order: {
		type: 'string',
		isMultiple: true,
		value: 'NAMES',
		help: 'restart these first, in this order, separated by commas',
	},
	skipVersion: {
		type: 'string',
		value: 'VERSION',
		help: 'skip servers that run this version already',
	},
	anew: {
		type: 'boolean',
		help: 'start a new roll: do not continue an unfinished one of the last 24 hours',
	},
	exec: {
		type: 'string',
		value: 'COMMAND',
		help: 'restart command, run with sh -c for each server; {server}, {id}, {host} and {cluster} are filled in, also as LEADERTOP_SERVER etc. in its environment',
	},
	execTimeout: {
		type: 'string',
		needs: 'exec',
		value: 'DURATION',
		help: 'how long that command may take (default 10m)',
	},
	backTimeout: {
		type: 'string',
		value: 'DURATION',
		help: 'stop the roll when a step makes no progress for this long (default 10m); waiting for your own restart has no limit',
	},
	noBalance: {type: 'boolean', help: 'do not even out the leaders at the end'},
	...(cluster && {cluster}),
	...(maxInFlight && {maxInFlight}),
	...(rate && {rate}),
	...(audit && {audit}),
	...recordingFlags,
	...asciiFlag,
	...countingFlags,
	...connectionFlags,
	...actingFlags,
};

const minutesMs = 60_000;

/** @throws UsageError when a value is out of bounds, or two flags contradict each other */
export function rollOptions(flags: CommandContext['flags']) {
	const dryRun = isSet(flags, 'dryRun');
	const yes = isSet(flags, 'yes');
	if (dryRun && yes) {
		throw new UsageError('--dry-run and --yes exclude each other: give one of them');
	}

	const skipVersion = textFlag(flags, 'skipVersion');
	if (skipVersion !== undefined && compareVersions(skipVersion, '0.0.0') < 0) {
		throw new UsageError('--skip-version takes a version such as 2.12.4');
	}

	const exec = textFlag(flags, 'exec');
	const duration = {minMs: 1000, maxMs: 86_400_000};
	const execTimeoutMs = durationFlag(flags, 'execTimeout', duration);
	if (exec === undefined && execTimeoutMs !== undefined) {
		throw new UsageError('--exec-timeout needs --exec COMMAND');
	}

	const servers = names(flags, 'servers');
	return {
		dryRun,
		yes,
		json: isSet(flags, 'json'),
		selection: {
			servers: servers.length === 0 ? undefined : servers,
			order: names(flags, 'order'),
			skipVersion,
		},
		anew: isSet(flags, 'anew'),
		exec,
		execTimeoutMs: execTimeoutMs ?? 10 * minutesMs,
		backTimeoutMs: durationFlag(flags, 'backTimeout', duration) ?? 10 * minutesMs,
		balance: !isSet(flags, 'noBalance'),
		cluster: textFlag(flags, 'cluster'),
		maxInFlight:
			numberFlag(flags, 'maxInFlight', {min: 1, max: 1024, whole: true}) ??
			defaultLimits.maxInFlight,
		ratePerSecond: numberFlag(flags, 'rate', {min: 0.001, max: 10_000}),
		auditFile: textFlag(flags, 'audit'),
		record: recordOption(flags),
		rules: countingRules(flags),
	};
}

export type RollOptions = ReturnType<typeof rollOptions>;

function names(flags: CommandContext['flags'], name: string): readonly string[] {
	return textFlags(flags, name)
		.flatMap(text => text.split(','))
		.map(each => each.trim())
		.filter(each => each !== '');
}
