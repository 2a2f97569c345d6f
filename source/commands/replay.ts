import {type Command, type CommandContext, exitCode} from './cli/command.ts';
import {isSet, numberFlag, textFlag} from './cli/flag-values.ts';
import {asciiFlag, countingFlags, countingRules} from './flags/screen-flags.ts';
import {printReport} from './report/print-report.ts';
import {runScreen} from './screen/run-screen.ts';
import {momentForms, momentOf} from '../domain/time.ts';
import type {Replay} from '../recording/replay.ts';
import {UsageError} from '../session/errors.ts';
import {seeRecorded, openReplayed} from '../session/open-cluster.ts';

export const replay: Command = {
	name: 'replay',
	arguments: ['FILE'],
	summary: 'replay a recording on the live screen',
	flags: {
		speed: {
			type: 'number',
			value: 'N',
			help: 'speed factor, 0.25 to 1000 (default 1)',
		},
		at: {
			type: 'string',
			value: 'TIME',
			help: `where to start, or the time to print: ${momentForms}`,
		},
		json: {type: 'boolean', help: 'print a report of the time --at, or of the end, as JSON'},
		groups: {type: 'boolean', help: 'print the report with every stream and consumer'},
		cluster: {
			type: 'string',
			value: 'NAME',
			help: 'show this cluster first, or print only this one',
		},
		...asciiFlag,
		...countingFlags,
	},
	async run(context) {
		const {flags, input} = context;
		const speed = numberFlag(flags, 'speed', {min: 0.25, max: 1000});
		const rules = countingRules(flags);
		const [file = ''] = input;
		const replayed = await openReplayed(file, speed);
		try {
			const startAt = momentFlag(flags, replayed);
			if (isSet(flags, 'json') || isSet(flags, 'groups')) {
				return await printRecorded(replayed, startAt, context);
			}

			return await runScreen(replayed, context, {
				intervalMs: 1000,
				readOnly: true,
				cluster: textFlag(flags, 'cluster'),
				auditFile: undefined,
				rules,
				replay: {of: replayed, startAt},
				print: async () => printRecorded(replayed, startAt, context),
			});
		} finally {
			await replayed.close();
		}
	},
};

/** @throws UsageError for a text that names no time in the recording */
function momentFlag(flags: CommandContext['flags'], {state}: Replay): number | undefined {
	const text = textFlag(flags, 'at');
	if (text === undefined) {
		return undefined;
	}

	const {startsAt, endsAt} = state();
	const at = momentOf(text, {startsAt, endsAt, now: startsAt});
	if (at === undefined) {
		throw new UsageError(`--at takes a time: ${momentForms}`);
	}

	if (at < startsAt || at > endsAt) {
		const [from, to] = [startsAt, endsAt].map(each => new Date(each).toISOString());
		throw new UsageError(`--at ${text} is not in the recording (${from} to ${to})`);
	}

	return at;
}

/** Prints how it was then; what could not be read of the recording goes to stderr. */
async function printRecorded(
	replayed: Replay,
	at: number | undefined,
	context: CommandContext,
): Promise<number> {
	const view = await seeRecorded(replayed, at);
	const {troubles, isIncomplete} = replayed.state();
	if (troubles.length > 0) {
		const text = troubles.join('; ');
		context.stderr.write(`leadertop: parts of the recording cannot be read: ${text}\n`);
	}

	const rules = countingRules(context.flags);
	const code = await printReport(replayed, view, context, {rules});
	return isIncomplete ? exitCode.notReached : code;
}
