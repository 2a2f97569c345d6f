import {stat} from 'node:fs/promises';
import type {Command, CommandContext, FlagTable} from './cli/command.ts';
import {durationFlag, isSet, numberFlag, textFlag} from './cli/flag-values.ts';
import {endedBySignal} from './cli/output.ts';
import {featuresOf} from './cli/terminal.ts';
import {connectionFlags, openCluster, timeoutFlag} from './flags/connection-flags.ts';
import {asciiFlag} from './flags/screen-flags.ts';
import {checkCodes} from '../domain/check/check.ts';
import {asciiText, cleanText} from '../domain/clean-text.ts';
import {defaultThreshold} from '../domain/distribution.ts';
import {formatElapsed} from '../domain/time.ts';
import {type CheckResult, headline} from '../report/check/check-result.ts';
import {checkCluster, unseenResult, waitForOk} from '../session/check-cluster.ts';
import {UsageError} from '../session/errors.ts';
import {seeOnce} from '../session/see-once.ts';
import {writeFileAtomic} from '../session/write-file-atomic.ts';
import {withDeadline} from '../time/abort.ts';

/** What makes a cluster be well: of `check` and of the exporter. */
export const judgingFlags: FlagTable = {
	expect: {type: 'number', value: 'N', help: 'expected number of servers with JetStream up'},
	warnRatio: {
		type: 'number',
		value: 'RATIO',
		help: `WARNING when a server leads more than this many times the average (default ${defaultThreshold})`,
	},
	criticalRatio: {
		type: 'number',
		value: 'RATIO',
		help: 'CRITICAL when a server leads more than this many times the average (default never)',
	},
	countR1: {type: 'boolean', help: 'count streams and consumers with one replica as fixed load'},
};

export const check: Command = {
	name: 'check',
	arguments: [],
	summary: 'health check: exits 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN',
	flags: {
		...judgingFlags,
		okToStop: {
			type: 'string',
			value: 'SERVER',
			help: 'check only whether this server may stop now: CRITICAL when not',
		},
		wait: {
			type: 'string',
			value: 'DURATION',
			help: 'wait for OK up to this long; progress on stderr',
		},
		format: {
			type: 'string',
			value: 'text|nagios|json|prometheus',
			help: 'output format (default text); prometheus exits with 0 without --wait',
		},
		outfile: {
			type: 'string',
			value: 'FILE',
			help: 'write the result to this file, all at once, instead of stdout',
		},
		outfileMode: {
			type: 'string',
			needs: 'outfile',
			value: 'MODE',
			help: 'permissions of that file in octal, such as 0600; else those that it has, 0644 where it is new',
		},
		cluster: {type: 'string', value: 'NAME', help: 'only this cluster'},
		...asciiFlag,
		...connectionFlags,
	},
	// 2 would say that the cluster is in trouble.
	usageCode: checkCodes.UNKNOWN,
	run: runCheck,
};

/** Checks once or until all is well, and prints the result. Throws an Error when it cannot be written. */
async function runCheck(context: CommandContext): Promise<number> {
	const {flags, stdout} = context;
	const options = checkOptions(flags);
	const {format, outfile, waitMs} = options;
	const {result, endedWith} =
		waitMs === undefined
			? {result: await checkOnce(context, options), endedWith: undefined}
			: await wait(context, options, waitMs);
	const text = await textOf(result, format, !featuresOf(context).unicode);
	if (outfile === undefined) {
		stdout.write(text);
	} else {
		const mode = options.outfileMode ?? (await modeOf(outfile)) ?? 0o644;
		await writeFileAtomic(outfile, text, {over: true, mode}).catch((error: unknown) => {
			throw new Error(`the result cannot be written to ${outfile}`, {cause: error});
		});
	}

	if (endedWith !== undefined) {
		return endedWith;
	}

	// A scraper reads the status in the metrics, and takes another exit code for a check that did not run.
	return format === 'prometheus' && waitMs === undefined
		? checkCodes.OK
		: checkCodes[result.status];
}

/** Permissions of a file; undefined where there is none. */
async function modeOf(file: string): Promise<number | undefined> {
	const known = await stat(file).catch(() => undefined);
	return known && known.mode & 0o777;
}

const checkFormats = ['text', 'nagios', 'json', 'prometheus'] as const;

/** @throws UsageError when a value is out of bounds, or two contradict each other */
export function checkOptions(flags: CommandContext['flags']) {
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
		/** Undefined: one inventory. */
		waitMs: durationFlag(flags, 'wait', {minMs: 1, maxMs: 86_400_000}),
		/** For servers that do not answer. */
		timeoutMs: timeoutFlag(flags),
		format: known,
		outfile: textFlag(flags, 'outfile'),
		/** Undefined: as the file has it. */
		outfileMode: modeFlag(flags),
		only: textFlag(flags, 'cluster'),
	};
}

function modeFlag(flags: CommandContext['flags']): number | undefined {
	const text = textFlag(flags, 'outfileMode');
	if (text === undefined) {
		return undefined;
	}

	if (textFlag(flags, 'outfile') === undefined) {
		throw new UsageError('--outfile-mode needs --outfile');
	}

	if (!/^0?[0-7]{3}$/.test(text)) {
		throw new UsageError('--outfile-mode takes permissions in octal, such as 0644');
	}

	return Number.parseInt(text, 8);
}

type CheckOptions = ReturnType<typeof checkOptions>;

async function checkOnce(context: CommandContext, options: CheckOptions): Promise<CheckResult> {
	try {
		const cluster = await openCluster(context);
		try {
			return checkCluster(cluster, await seeOnce(cluster, options.timeoutMs), options);
		} finally {
			await cluster.close();
		}
	} catch (error) {
		if (error instanceof UsageError) {
			throw error;
		}

		return unseenResult(error, options);
	}
}

/** Progress is printed this often at most, in ms. */
const progressGapMs = 1000;

async function wait(context: CommandContext, options: CheckOptions, waitMs: number) {
	const startedAt = performance.now();
	const ended = endedBySignal();
	let lastText = '';
	let lastAt = -Infinity;
	const onProgress = (current: CheckResult) => {
		const now = performance.now();
		const text = `${current.status}: ${headline(current)}`;
		if (text !== lastText && now - lastAt >= progressGapMs) {
			lastText = text;
			lastAt = now;
			const elapsed = formatElapsed(now - startedAt);
			context.stderr.write(`leadertop: after ${elapsed} ${cleanText(text, 1000)}\n`);
		}
	};
	const open = async () => openCluster(context);
	try {
		const result = await withDeadline(waitMs, ended.signal, async signal =>
			waitForOk({open, scope: options, timeoutMs: options.timeoutMs, signal, onProgress}),
		);
		const waitedMs = performance.now() - startedAt;
		return {result: {...result, waitedMs}, endedWith: ended.exitCode()};
	} finally {
		ended.release();
	}
}

async function textOf(
	result: CheckResult,
	format: CheckOptions['format'],
	ascii: boolean,
): Promise<string> {
	switch (format) {
		case 'text': {
			const {checkText} = await import('../report/check/check-result.ts');
			return ascii ? asciiText(checkText(result)) : checkText(result);
		}

		case 'nagios':
			return (await import('../report/check/check-nagios.ts')).checkNagios(result);
		case 'json':
			return (await import('../report/check/check-result.ts')).checkJson(result);
		case 'prometheus':
			return (await import('../report/check/check-prometheus.ts')).checkPrometheus(result);
	}
}
