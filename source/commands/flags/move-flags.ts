import type {CommandContext, FlagTable} from '../cli/command.ts';
import {
	durationFlag,
	isSet,
	numberFlag,
	flagName,
	textFlag,
	textFlags,
} from '../cli/flag-values.ts';
import type {PlanGoal, PlanMeasure} from '../../domain/plan/plan-options.ts';
import {defaultLimits} from '../../executor/limits.ts';
import {UsageError} from '../../session/errors.ts';
import {actingFlags, connectionFlags} from './connection-flags.ts';
import {asciiFlag, countingFlags, countingRules} from './screen-flags.ts';

/** What `balance` and `drain` take. */
export const moveFlags: FlagTable = {
	dryRun: {type: 'boolean', help: 'show the plan with every move; change nothing'},
	yes: {type: 'boolean', help: 'run the plan without asking'},
	json: {type: 'boolean', help: 'print JSON'},
	tolerance: {
		type: 'string',
		value: 'SHARE',
		help: 'leave servers alone that are this close to the fair share: 0.05 or 5% (default 0)',
	},
	by: {
		type: 'string',
		value: 'count|load',
		help: 'what to even out: leaders, or their load in messages/s (default count)',
	},
	account: {
		type: 'string',
		isMultiple: true,
		value: 'NAME',
		help: 'move only groups of this account',
	},
	kind: {type: 'string', value: 'stream|consumer', help: 'move only leaders of this kind'},
	cordon: {
		type: 'string',
		isMultiple: true,
		value: 'SERVER',
		help: 'give this server no leaders, for example while it is drained',
	},
	cluster: {type: 'string', value: 'NAME', help: 'the cluster, where there are several'},
	maxInFlight: {
		type: 'number',
		value: 'N',
		help: `step-downs in flight at most (default ${defaultLimits.maxInFlight})`,
	},
	rate: {type: 'number', value: 'N', help: 'step-downs a second at most'},
	forceIncomplete: {
		type: 'boolean',
		help: 'plan and run although leaders are unknown: a server is not responding, or groups have no leader',
	},
	audit: {
		type: 'string',
		value: 'FILE',
		help: 'audit file (default in the state directory)',
	},
	progress: {
		type: 'string',
		value: 'bar|json|none',
		help: 'progress on stderr (default bar on a terminal)',
	},
	...asciiFlag,
	...countingFlags,
	...connectionFlags,
	...actingFlags,
};

/** @throws UsageError when a value is out of bounds, or two flags contradict each other */
export function moveOptions(flags: CommandContext['flags']) {
	const dryRun = isSet(flags, 'dryRun');
	const yes = isSet(flags, 'yes');
	if (dryRun && yes) {
		throw new UsageError('--dry-run and --yes exclude each other: give one of them');
	}

	const accounts = textFlags(flags, 'account');
	return {
		dryRun,
		yes,
		json: isSet(flags, 'json'),
		measure: oneOf(flags, 'by', measures) ?? 'count',
		/** Share of the even level. */
		tolerance: toleranceFlag(flags),
		/** Undefined: all. */
		accounts: accounts.length === 0 ? undefined : accounts,
		/** Servers that are given no leaders. */
		cordon: textFlags(flags, 'cordon'),
		/** Undefined: the planner's own. */
		goal: oneOf(flags, 'kind', kinds),
		cluster: textFlag(flags, 'cluster'),
		maxInFlight:
			numberFlag(flags, 'maxInFlight', {min: 1, max: 1024, whole: true}) ??
			defaultLimits.maxInFlight,
		ratePerSecond: numberFlag(flags, 'rate', {min: 0.001, max: 10_000}),
		forceIncomplete: isSet(flags, 'forceIncomplete'),
		auditFile: textFlag(flags, 'audit'),
		/** Undefined: what the terminal can show. */
		progress: oneOf(flags, 'progress', progresses),
		rules: countingRules(flags),
	};
}

export type MoveOptions = ReturnType<typeof moveOptions>;

export type Progress = 'bar' | 'json' | 'none';

const kinds: Readonly<Record<string, PlanGoal>> = {stream: 'streams', consumer: 'consumers'};

const measures: Readonly<Record<string, PlanMeasure>> = {count: 'count', load: 'messages'};

const progresses: Readonly<Record<string, Progress>> = {bar: 'bar', json: 'json', none: 'none'};

function oneOf<Value>(
	flags: CommandContext['flags'],
	name: string,
	values: Readonly<Record<string, Value>>,
): Value | undefined {
	const text = textFlag(flags, name);
	if (text === undefined) {
		return undefined;
	}

	const value = Object.hasOwn(values, text) ? values[text] : undefined;
	if (value === undefined) {
		throw new UsageError(`--${name} takes ${Object.keys(values).join(' or ')}`);
	}

	return value;
}

function toleranceFlag(flags: CommandContext['flags']): number {
	const text = textFlag(flags, 'tolerance') ?? '0';
	const percent = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1];
	const share = percent === undefined ? Number(text) : Number(percent) / 100;
	if (!(share >= 0 && share <= 1)) {
		throw new UsageError('--tolerance takes a share from 0 to 1, or per cent: 0.05 or 5%');
	}

	return share;
}

/** What bounds `balance --keep`, and means nothing without it. */
const boundFlags: FlagTable = {
	maxPerHour: {
		type: 'number',
		needs: 'keep',
		value: 'N',
		help: 'with --keep: step-downs an hour at most (default 200)',
	},
	rest: {
		type: 'string',
		needs: 'keep',
		value: 'TIME',
		help: 'with --keep: no leaders for a server that started or came back less than this ago (default 1m)',
	},
};

export const keepFlags: FlagTable = {
	keep: {
		type: 'boolean',
		help: 'keep running and keep the cluster even (default --tolerance 5%); JSON lines on stdout',
	},
	...boundFlags,
};

/** @throws UsageError when a value is out of bounds, or a flag does not go with `--keep` */
export function keepOptions(flags: CommandContext['flags']) {
	if (isSet(flags, 'dryRun') || isSet(flags, 'forceIncomplete')) {
		throw new UsageError('--keep goes neither with --dry-run nor with --force-incomplete');
	}

	const options = moveOptions(flags);
	if (options.measure !== 'count') {
		throw new UsageError('--keep keeps the number of leaders even: --by load does not go with it');
	}

	return {
		...options,
		tolerance: flags['tolerance'] === undefined ? 0.05 : options.tolerance,
		maxPerHour: numberFlag(flags, 'maxPerHour', {min: 1, max: 100_000, whole: true}) ?? 200,
		restMs: durationFlag(flags, 'rest', {minMs: 0, maxMs: 86_400_000}) ?? 60_000,
	};
}

export type KeepOptions = ReturnType<typeof keepOptions>;

/** @throws UsageError for a flag that would bound nothing without `--keep` */
export function refuseKeepBounds(flags: CommandContext['flags']): void {
	const idle = Object.keys(boundFlags).find(name => flags[name] !== undefined);
	if (idle !== undefined) {
		throw new UsageError(`${flagName(idle)} needs --keep`);
	}
}
