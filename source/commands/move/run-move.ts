import {asciiText, cleanText} from '../../domain/clean-text.ts';
import type {ClusterSummary} from '../../domain/cluster-summary.ts';
import {finish} from '../../domain/steps.ts';
import {AuditError} from '../../executor/audit-file.ts';
import type {Offer} from '../../domain/plan/offer.ts';
import {glyphsOf} from '../../ui/glyphs.ts';
import {offerTitle} from '../../ui/rows/plan-words.ts';
import {type CommandContext, exitCode} from '../cli/command.ts';
import {endedBySignal} from '../cli/output.ts';
import {askYes, featuresOf, printColumns} from '../cli/terminal.ts';
import {messageOf} from '../../session/errors.ts';
import {openCluster, timeoutFlag} from '../flags/connection-flags.ts';
import {moveOptions, type MoveOptions} from '../flags/move-flags.ts';
import {watchCluster, type Watched} from '../../session/see-once.ts';
import {endText} from './end-text.ts';
import {findTarget} from './find-target.ts';
import {makeOffer, measureRates, type MoveTask} from '../../session/make-offer.ts';
import {runTask, summaryOf} from '../../session/run-task.ts';
import {showProgress} from './show-progress.ts';
import {endJson, plannedJson} from './move-json.ts';

/**
 * `balance` and `drain`: shows the plan, and runs it when somebody said yes to it.
 * @returns the exit code
 */
export async function runMoveCommand(context: CommandContext, task: MoveTask): Promise<number> {
	const options = moveOptions(context.flags);
	const cluster = await openCluster(context);
	const ending = endedBySignal();
	try {
		const watched = await watchCluster(cluster, {
			timeoutMs: timeoutFlag(context.flags),
			signal: ending.signal,
		});
		try {
			return await planAndRun({context, options, task, cluster, ...watched, signal: ending.signal});
		} finally {
			watched.unwatch();
		}
	} finally {
		ending.release();
		await cluster.close();
	}
}

type Session = Pick<Watched, 'view'> & {
	readonly context: CommandContext;
	readonly options: MoveOptions;
	readonly task: MoveTask;
	readonly cluster: Awaited<ReturnType<typeof openCluster>>;
	readonly signal: AbortSignal;
};

async function planAndRun(session: Session): Promise<number> {
	const {context, options, task, cluster, view, signal} = session;
	const name = findTarget(view, task, options);
	const before = summaryOf({cluster, view}, options.rules, name);
	if (!before) {
		throw new Error(`cluster ${name} has gone`);
	}

	if (options.measure === 'messages') {
		await measureRates(cluster, signal);
	}

	await cluster.untilAccessKnown?.(signal).catch(() => undefined);
	const made = finish(
		makeOffer({
			cluster,
			view,
			task,
			plan: {
				cluster: name,
				goal: options.goal,
				measure: options.measure,
				tolerance: options.tolerance,
				scope: {accounts: options.accounts},
				cordon: options.cordon,
				rules: options.rules,
			},
			pace: options,
		}),
	);
	const {offer} = made;
	const print = printer(session, offer, before);
	const mayRun = offer.refusals.length === 0 || options.forceIncomplete;
	const decision = await decide(session, offer, mayRun, print);
	if (decision !== 'run' && decision !== 'tell') {
		print.planned(decision === 'refused' ? 'refused' : 'planned');
		return decision === 'planned' && mayRun ? exitCode.ok : exitCode.notReached;
	}

	const {stderr} = context;
	const kind = options.progress ?? (stderr.isTTY && !options.json ? 'bar' : 'none');
	const progress = showProgress(kind, stderr, print.glyphs);
	try {
		const {listener} = progress;
		const onlyTells = decision === 'tell';
		const end = await runTask({cluster, view, task, made, onlyTells, options, signal, listener});
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

type Decision = 'run' | 'tell' | 'planned' | 'refused' | 'declined';

/** Shows the plan where somebody reads it, and finds out whether it shall be run. */
async function decide(
	{context, options, signal}: Session,
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
		const advice = 'retry when nothing is unknown, or pass --force-incomplete';
		stderr.write(`leadertop: refused on an incomplete view: ${advice}\n`);
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
		stderr.write('leadertop: planned only, there is no terminal to ask at; --yes runs it\n');
		return 'planned';
	}

	const question = questionOf(offer);
	if (question === undefined) {
		return 'tell';
	}

	const isYes = await askYes(question, context, print.people, signal);
	if (!isYes) {
		print.people.write('Nothing was done\n');
	}

	return isYes ? 'run' : 'declined';
}

/** What somebody may say yes to; undefined where there is nothing to do. */
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
function printer({context, options, task, view}: Session, offer: Offer, before: ClusterSummary) {
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
		/** The plan; Ink is loaded only where somebody reads it. */
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
		end(end: Awaited<ReturnType<typeof runTask>>) {
			if (options.json) {
				json(endJson(offer, before, end));
			} else {
				const text = endText(end, task.type === 'drain' ? task.server : undefined);
				stdout.write(features.unicode ? text : asciiText(text));
			}
		},
	};
}
