import {asciiText, cleanText} from '../../domain/clean-text.ts';
import {openCluster} from '../flags/connection-flags.ts';
import {checkCodes} from '../../domain/check/check.ts';
import {formatElapsed} from '../../domain/time.ts';
import {headline, type CheckResult} from '../../report/check/check-result.ts';
import {withDeadline} from '../../time/abort.ts';
import type {CommandContext} from '../cli/command.ts';
import {endedBySignal} from '../cli/ended-by-signal.ts';
import {featuresOf} from '../cli/features-of.ts';
import {UsageError} from '../../session/usage-error.ts';
import {writeWhole} from '../../session/write-file-atomic.ts';
import {checkOptions, type CheckFormat, type CheckOptions} from '../flags/check-flags.ts';
import {lookOnce} from '../../session/see-once.ts';
import {checkCluster, unseenResult} from './check-cluster.ts';
import {waitForOk} from './wait-for-ok.ts';

/**
 * Checks the clusters behind a connection, once or until all is well, and prints the result.
 * @returns 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN
 * @throws UsageError, and an Error when the result cannot be written
 */
export async function runCheck(context: CommandContext): Promise<number> {
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
		await writeWhole(outfile, text, {over: true}).catch((error: unknown) => {
			throw new Error(`the result cannot be written to ${outfile}`, {cause: error});
		});
	}

	if (endedWith !== undefined) {
		return endedWith;
	}

	// Who scrapes reads the status in the metrics, and takes another exit code for a check that did not run.
	return format === 'prometheus' && waitMs === undefined
		? checkCodes.OK
		: checkCodes[result.status];
}

async function checkOnce(context: CommandContext, options: CheckOptions): Promise<CheckResult> {
	try {
		const cluster = await openCluster(context);
		try {
			return checkCluster(cluster, await lookOnce(cluster, options.timeoutMs), options);
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

/** How often at most the progress is told, in ms. */
const progressGapMs = 1000;

async function wait(context: CommandContext, options: CheckOptions, waitMs: number) {
	const startedAt = performance.now();
	const ended = endedBySignal();
	let told = '';
	let toldAt = -Infinity;
	const onProgress = (current: CheckResult) => {
		const now = performance.now();
		const text = `${current.status}: ${headline(current)}`;
		if (text !== told && now - toldAt >= progressGapMs) {
			told = text;
			toldAt = now;
			const elapsed = formatElapsed(now - startedAt);
			context.stderr.write(`leadertop: after ${elapsed} ${cleanText(text, 1000)}\n`);
		}
	};
	const open = async () => openCluster(context);
	try {
		const result = await withDeadline(waitMs, ended.signal, async signal =>
			waitForOk({open, options, signal, onProgress}),
		);
		const waitedMs = performance.now() - startedAt;
		return {result: {...result, waitedMs}, endedWith: ended.exitCode()};
	} finally {
		ended.release();
	}
}

async function textOf(result: CheckResult, format: CheckFormat, ascii: boolean): Promise<string> {
	switch (format) {
		case 'text': {
			const {checkText} = await import('../../report/check/check-text.ts');
			return ascii ? asciiText(checkText(result)) : checkText(result);
		}

		case 'nagios': {
			return (await import('../../report/check/check-nagios.ts')).checkNagios(result);
		}

		case 'json': {
			return (await import('../../report/check/check-json.ts')).checkJson(result);
		}

		case 'prometheus': {
			return (await import('../../report/check/check-prometheus.ts')).checkPrometheus(result);
		}
	}
}
