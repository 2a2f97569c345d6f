import {cleanText} from '../../domain/clean-text.ts';
import type {Offer} from '../../domain/plan/offer.ts';
import type {PlanOptions} from '../../domain/plan/plan-options.ts';
import type {Plan} from '../../domain/plan/plan.ts';
import {drainedLines} from '../../domain/roll/notice.ts';
import {shellQuote} from '../../domain/shell-quote.ts';
import {AuditError} from '../../executor/audit-file.ts';
import {claimOf} from '../../session/claim-of.ts';
import {messageOf} from '../../session/errors.ts';
import {hearDrained, type HeardDrained} from '../../session/hear-drained.ts';
import {keepEven} from '../../session/keep-even.ts';
import {lazyAudit} from '../../session/lazy-audit.ts';
import {makeOffer} from '../../session/make-offer.ts';
import {counted} from '../../domain/words.ts';
import {exitCode, type CommandContext} from '../cli/command.ts';
import {askYes, featuresOf, printColumns} from '../cli/terminal.ts';
import {keepOptions, type KeepOptions} from '../flags/move-flags.ts';
import {findTarget} from './find-target.ts';
import {keepJson} from './move-json.ts';
import {offerText} from './print-offer.tsx';
import {planOptionsOf, whileWatching, type LiveCluster} from './run-move.ts';

/**
 * `balance --keep`: asks, then stays and keeps the cluster even, with lines of JSON on stdout about what it does.
 * @returns the exit code: 0 when a signal ended it, 1 when it did not begin or had to end
 */
export async function runKeep(context: CommandContext): Promise<number> {
	const options = keepOptions(context.flags);
	return whileWatching(context, async live => {
		const code = await askAndKeep({...live, context, options});
		// Without a signal the output is lost: a supervisor must see a failure.
		const isOutputLost = live.signal.aborted && live.signalCode() === undefined;
		return isOutputLost ? exitCode.notReached : code;
	});
}

type KeepSession = LiveCluster & {
	readonly context: CommandContext;
	readonly options: KeepOptions;
};

async function askAndKeep(session: KeepSession): Promise<number> {
	const {context, options, cluster, view} = session;
	const plan = planOptionsOf(options, findTarget(view, {type: 'balance'}, options));
	// Who drains a server elsewhere says so while that lasts.
	const heard = await hearDrained(cluster, plan.cluster, drained => {
		const servers = Array.from(drained, ([server, by]) => ({server, by}));
		writeLine(context, {event: 'drained', servers});
	});
	try {
		return await askAndKeepBut(session, plan, heard);
	} finally {
		await heard.end();
	}
}

async function askAndKeepBut(
	session: KeepSession,
	wanted: PlanOptions,
	heard: HeardDrained,
): Promise<number> {
	const {options, cluster, view, signal} = session;
	const task = {type: 'balance'} as const;
	await cluster.untilAccessKnown?.(signal).catch(() => undefined);
	const cordon = [...(wanted.cordon ?? []), ...heard.drained().keys()];
	const plan = {...wanted, cordon};
	const {offer} = await makeOffer({cluster, view, task, plan, pace: options});
	const start: KeepStart = {
		cluster: plan.cluster,
		needed: offer.plan.stepDowns,
		gains: gainsOf(offer.plan),
		warnings: [...drainedLines(heard.drained()), ...refillWarnings(offer.plan)],
	};
	if (options.yes || (await confirmed(session, offer, start))) {
		return keep(session, wanted, start, heard);
	}

	return exitCode.notReached;
}

/** What is printed before anything is done. */
type KeepStart = {
	readonly cluster: string;
	/** Step-downs that would make it even now. */
	readonly needed: number;
	/** Servers that get leaders with them, and how many. */
	readonly gains: Readonly<Record<string, number>>;
	readonly warnings: readonly string[];
};

/** Asks on the terminal, with the plan that it would begin with, on stderr: stdout is for lines of JSON. */
async function confirmed(
	{context, options, view, signal}: KeepSession,
	offer: Offer,
	start: KeepStart,
): Promise<boolean> {
	const {env, stdin, stderr} = context;
	if (!stdin.isTTY || !stderr.isTTY) {
		writeLine(context, {event: 'planned', ...start});
		stderr.write(
			'leadertop: planned only: no terminal to ask on; pass --yes to keep the cluster even\n',
		);
		return false;
	}

	const features = featuresOf(context, stderr);
	const columns = printColumns(stderr, env);
	stderr.write(offerText(offer, view, {features, columns, rules: options.rules, moves: false}));
	for (const warning of start.warnings) {
		stderr.write(`warning: ${cleanText(warning, 1000)}\n`);
	}

	const {maxPerHour} = options;
	const now =
		start.needed === 0 ? 'none' : counted(Math.min(start.needed, maxPerHour), 'step-down');
	const question = `Keep ${cleanText(start.cluster)} even: ${now} now, at most ${counted(maxPerHour, 'step-down')} in any hour?`;
	const isYes = await askYes(question, context, stderr, signal);
	if (!isYes) {
		stderr.write('Nothing was done\n');
	}

	return isYes;
}

async function keep(
	session: KeepSession,
	plan: PlanOptions,
	start: KeepStart,
	heard: HeardDrained,
): Promise<number> {
	const {context, options, cluster, view, signal} = session;
	const claim = await claimOf(cluster, plan.cluster, 'keep')?.(signal);
	if (claim?.type === 'refused') {
		writeLine(context, {event: 'refused', reason: claim.reason});
		return exitCode.notReached;
	}

	const audit = lazyAudit(cluster.origin, options.auditFile);
	try {
		await audit.open();
		const warnings = [...start.warnings, ...(claim?.warnings ?? [])];
		writeLine(context, {event: 'keeping', audit: audit.file() ?? null, ...start, warnings});
		await keepEven({
			cluster,
			view,
			plan,
			cordon: () => [...heard.drained().keys()],
			pace: {maxInFlight: options.maxInFlight, ratePerSecond: options.ratePerSecond},
			maxPerHour: options.maxPerHour,
			restMs: options.restMs,
			openAudit: audit.open,
			signal: claim ? AbortSignal.any([signal, claim.lost]) : signal,
			listener(event) {
				writeLine(context, keepJson(event));
			},
		});
		const isLost = claim?.lost.aborted === true;
		const reason = isLost ? String(claim.lost.reason) : 'ended by a signal';
		writeLine(context, {event: 'ended', reason});
		return isLost ? exitCode.notReached : exitCode.ok;
	} catch (error) {
		if (!(error instanceof AuditError)) {
			throw error;
		}

		context.stderr.write(`leadertop: nothing was done: ${messageOf(error)}\n`);
		writeLine(context, {event: 'refused', reason: messageOf(error)});
		return exitCode.notReached;
	} finally {
		await claim?.release();
		await audit.close();
	}
}

function writeLine(
	{stdout}: Pick<CommandContext, 'stdout'>,
	line: Readonly<Record<string, unknown>>,
): void {
	stdout.write(`${JSON.stringify({at: new Date().toISOString(), ...line})}\n`);
}

/** Servers that a plan gives leaders, by how many more than they have now. */
function gainsOf({before, after}: Pick<Plan, 'before' | 'after'>): Record<string, number> {
	const then = new Map(after.shares.map(({server, leaders}) => [server.name, leaders]));
	return Object.fromEntries(
		before.shares.flatMap(({server: {name}, leaders}) => {
			const gain = (then.get(name) ?? leaders) - leaders;
			return gain > 0 ? [[name, gain]] : [];
		}),
	);
}

/** A server that was drained looks like one that has lost its leaders in a restart. */
function refillWarnings(plan: Pick<Plan, 'before' | 'after'>): string[] {
	const gains = gainsOf(plan);
	return plan.before.shares
		.filter(({server: {name}, leaders}) => leaders === 0 && Object.hasOwn(gains, name))
		.map(
			({server: {name}}) =>
				`${name} leads nothing and will be given leaders: --cordon ${shellQuote(name)} keeps it empty`,
		);
}
