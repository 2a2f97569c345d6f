import type {Cluster} from '../../cluster.ts';
import {asciiText, cleanText} from '../../domain/clean-text.ts';
import type {ClusterSummary} from '../../domain/cluster-summary.ts';
import type {Offer} from '../../domain/plan/offer.ts';
import type {PlanOptions} from '../../domain/plan/plan-options.ts';
import {drainedLines} from '../../domain/roll/notice.ts';
import {AuditError} from '../../executor/audit-file.ts';
import {messageOf} from '../../session/errors.ts';
import {drainedElsewhere} from '../../session/hear-drained.ts';
import {makeOffer, measureRates, type MoveTask} from '../../session/make-offer.ts';
import {runTask, summaryOf, type TaskEnd} from '../../session/run-task.ts';
import {watchCluster, type Watched} from '../../session/see-once.ts';
import {glyphsOf} from '../../ui/glyphs.ts';
import {offerTitle} from '../../ui/rows/plan-words.ts';
import {exitCode, type CommandContext} from '../cli/command.ts';
import {endedBySignal, type EndedBySignal} from '../cli/output.ts';
import {askYes, featuresOf, printColumns} from '../cli/terminal.ts';
import {openCluster, timeoutFlag} from '../flags/connection-flags.ts';
import {moveOptions, type MoveOptions} from '../flags/move-flags.ts';
import {endText} from './end-text.ts';
import {findTarget} from './find-target.ts';
import {endJson, plannedJson} from './move-json.ts';
import {showProgress} from './show-progress.ts';

/**
 * `balance` and `drain`: shows the plan, and runs it after a yes.
 * @returns the exit code
 */
export async function runMove(context: CommandContext, task: MoveTask): Promise<number> {
	const options = moveOptions(context.flags);
	return whileWatching(context, async live => planAndRun({...live, context, options, task}));
}

/** A cluster that is watched while a command works with it. */
export type LiveCluster = Pick<Watched, 'view' | 'snapshot'> & {
	readonly cluster: Cluster;
	/** Aborts when a signal came or the output is lost. */
	readonly signal: AbortSignal;
	/** The exit code of the signal that came; undefined while none did. */
	readonly signalCode: () => number | undefined;
};

/**
 * Connects as the flags say and watches the cluster while `act` works with it.
 * @param listen begins to listen for signals
 */
export async function whileWatching(
	context: CommandContext,
	act: (live: LiveCluster) => Promise<number>,
	listen: () => EndedBySignal = endedBySignal,
): Promise<number> {
	const cluster = await openCluster(context);
	const {signal, exitCode: signalCode, release} = listen();
	try {
		const {view, snapshot, unwatch} = await watchCluster(cluster, {
			timeoutMs: timeoutFlag(context.flags),
			signal,
		});
		try {
			return await act({cluster, view, snapshot, signal, signalCode});
		} finally {
			unwatch();
		}
	} finally {
		release();
		await cluster.close();
	}
}

/** What the flags ask to plan. */
export function planOptionsOf(options: MoveOptions, cluster: string): PlanOptions {
	const {goal, measure, tolerance, accounts, cordon, rules} = options;
	return {cluster, goal, measure, tolerance, scope: {accounts}, cordon, rules};
}

type MoveSession = LiveCluster & {
	readonly context: CommandContext;
	readonly options: MoveOptions;
	readonly task: MoveTask;
};

async function planAndRun(session: MoveSession): Promise<number> {
	const {context, options, task, cluster, view, signal} = session;
	const name = findTarget(view, task, options);
	const before = summaryOf({cluster, view}, options.rules, name);
	if (!before) {
		throw new Error(`cluster ${name} is gone`);
	}

	if (options.measure === 'messages') {
		await measureRates(cluster, signal);
	}

	await cluster.untilAccessKnown?.(signal).catch(() => undefined);
	const drain = task.type === 'drain' ? task.server : undefined;
	const elsewhere = await drainedElsewhere(cluster, name, drain);
	for (const line of drainedLines(elsewhere)) {
		context.stderr.write(`leadertop: ${cleanText(line, 1000)}\n`);
	}

	const cordon = [...options.cordon, ...elsewhere.keys()];
	const plan = planOptionsOf({...options, cordon}, name);
	const made = await makeOffer({cluster, view, task, plan, pace: options});
	const {offer} = made;
	const print = printer(session, offer, before);
	const mayRun = offer.refusals.length === 0 || options.forceIncomplete;
	const decision = await decide(session, offer, mayRun, print);
	if (decision !== 'run' && decision !== 'report-idle') {
		print.planned(decision === 'refused' ? 'refused' : 'planned');
		return decision === 'planned' && mayRun ? exitCode.ok : exitCode.notReached;
	}

	const {stderr} = context;
	const kind = options.progress ?? (stderr.isTTY && !options.json ? 'bar' : 'none');
	const progress = showProgress(kind, stderr, print.glyphs);
	try {
		const {listener} = progress;
		const reportOnly = decision === 'report-idle';
		const end = await runTask({cluster, view, task, made, reportOnly, options, signal, listener});
		progress.end();
		print.end(end);
		const isReached = end.summary.outcome === 'balanced' || end.summary.outcome === 'drained';
		return isReached ? exitCode.ok : exitCode.notReached;
	} catch (error) {
		progress.end();
		if (!(error instanceof AuditError)) {
			throw error;
		}

		const reason = messageOf(error);
		stderr.write(`leadertop: nothing was done: ${reason}\n`);
		print.planned('refused', reason);
		return exitCode.notReached;
	}
}

type Decision = 'run' | 'report-idle' | 'planned' | 'refused' | 'declined';

/** Shows the plan where it is read, and finds out whether to run it. */
async function decide(
	{context, options, signal}: MoveSession,
	offer: Offer,
	mayRun: boolean,
	print: Printer,
): Promise<Decision> {
	const {stdin, stderr} = context;
	const isAsking = !options.yes && !options.dryRun && stdin.isTTY && print.people.isTTY;
	if (!options.json || isAsking) {
		print.people.write(await print.text());
	}

	if (!mayRun) {
		const advice = 'retry when nothing is missing, or pass --force-incomplete';
		stderr.write(`leadertop: refused, the view is incomplete: ${advice}\n`);
	}

	if (options.dryRun) {
		return 'planned';
	}

	if (!mayRun) {
		return options.yes || isAsking ? 'refused' : 'planned';
	}

	if (options.yes) {
		return signal.aborted ? 'declined' : 'run';
	}

	if (!isAsking) {
		stderr.write('leadertop: planned only: no terminal to ask on; pass --yes to run it\n');
		return 'planned';
	}

	const question = questionOf(offer);
	if (question === undefined) {
		return 'report-idle';
	}

	const isYes = await askYes(question, context, print.people, signal);
	if (!isYes) {
		print.people.write('Nothing was done\n');
	}

	return isYes ? 'run' : 'declined';
}

/** The question; undefined where there is nothing to do. */
function questionOf(offer: Offer): string | undefined {
	const {plan, drain} = offer;
	if (plan.stepDowns > 0) {
		return offerTitle(offer);
	}

	const behind = plan.stays.get('followers-behind')?.length ?? 0;
	return drain !== undefined && behind > 0
		? `Drain ${cleanText(drain)} as followers of ${behind} groups catch up?`
		: undefined;
}

type Printer = ReturnType<typeof printer>;

/** What this command prints: for people the plan and the end of its run, for scripts one JSON value in the end. */
function printer(
	{context, options, task, view}: MoveSession,
	offer: Offer,
	before: ClusterSummary,
) {
	const {env, stdout, stderr} = context;
	const people = options.json ? stderr : stdout;
	const features = featuresOf(context, people);
	const glyphs = glyphsOf(features);
	const json = (value: unknown) => {
		stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
	};
	return {
		people,
		glyphs,
		/** The plan; Ink is loaded only where it is read. */
		async text() {
			const {offerText} = await import('./print-offer.tsx');
			return offerText(offer, view, {
				features,
				columns: printColumns(people, env),
				rules: options.rules,
				moves: options.dryRun,
				isForced: options.forceIncomplete,
			});
		},
		planned(outcome: 'planned' | 'refused', reason?: string) {
			if (options.json) {
				json(plannedJson(offer, view, before, {outcome, reason}));
			}
		},
		end(end: TaskEnd) {
			if (options.json) {
				json(endJson(offer, before, end));
			} else {
				const text = endText(end, task.type === 'drain' ? task.server : undefined);
				stdout.write(features.unicode ? text : asciiText(text));
			}
		},
	};
}
