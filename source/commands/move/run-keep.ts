import type {Cluster} from '../../cluster.ts';
import type {PlanOptions} from '../../domain/plan/plan-options.ts';
import {finish} from '../../domain/steps.ts';
import {AuditError} from '../../executor/audit-file.ts';
import type {RunEvent} from '../../executor/run.ts';
import {type CommandContext, exitCode} from '../cli/command.ts';
import {endedBySignal} from '../cli/output.ts';
import {messageOf} from '../../session/errors.ts';
import {openCluster, timeoutFlag} from '../flags/connection-flags.ts';
import {keepOptions, type KeepOptions} from '../flags/move-flags.ts';
import {watchCluster, type Watched} from '../../session/see-once.ts';
import {claimOf} from '../../session/claim-of.ts';
import {findTarget} from './find-target.ts';
import {keepEven, type KeepEvent} from '../../session/keep-even.ts';
import {lazyAudit} from '../../session/lazy-audit.ts';
import {makeOffer} from '../../session/make-offer.ts';
import {progressJson} from './show-progress.ts';
import {cleanText} from '../../domain/clean-text.ts';
import type {Offer} from '../../domain/plan/offer.ts';
import {stepDownWords} from '../../ui/rows/plan-words.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import {askYes, featuresOf, printColumns} from '../cli/terminal.ts';
import {offerText} from './print-offer.tsx';
import type {Plan} from '../../domain/plan/plan.ts';
import {shellQuote} from '../../domain/shell-quote.ts';

/**
 * `balance --keep`: asks, then stays, and keeps the cluster even, telling what it does in lines of JSON on stdout.
 * @returns the exit code: 0 when a signal ended it, 1 when it did not begin or had to end
 */
export async function runKeepCommand(context: CommandContext): Promise<number> {
	const options = keepOptions(context.flags);
	const cluster = await openCluster(context);
	const ending = endedBySignal();
	const {signal} = ending;
	try {
		const watched = await watchCluster(cluster, {timeoutMs: timeoutFlag(context.flags), signal});
		try {
			const code = await askAndKeep({context, options, cluster, ...watched, signal});
			// Whoever keeps it running shall know that nobody asked it to end.
			const isUnread = signal.aborted && ending.exitCode() === undefined;
			return isUnread ? exitCode.notReached : code;
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
	readonly options: KeepOptions;
	readonly cluster: Cluster;
	readonly signal: AbortSignal;
};

async function askAndKeep(session: Session): Promise<number> {
	const {context, options, cluster, view, signal} = session;
	const name = findTarget(view, {type: 'balance'}, options);
	const plan: PlanOptions = {
		cluster: name,
		goal: options.goal,
		tolerance: options.tolerance,
		scope: {accounts: options.accounts},
		cordon: options.cordon,
		rules: options.rules,
	};
	const task = {type: 'balance'} as const;
	await cluster.untilAccessKnown?.(signal).catch(() => undefined);
	const {offer} = finish(makeOffer({cluster, view, task, plan, pace: options}));
	const start = {
		cluster: name,
		needed: offer.plan.stepDowns,
		gains: gainsOf(offer.plan),
		warnings: refillWarnings(offer.plan),
	};
	const answer = await confirmKeep({context, options, view, offer, signal, ...start});
	if (answer === 'yes') {
		return keep(session, plan, start);
	}

	if (answer === 'nobody-to-ask') {
		tellOn(context, {event: 'planned', ...start});
		context.stderr.write(
			'leadertop: planned only, there is no terminal to ask at; --yes keeps the cluster even\n',
		);
	}

	return exitCode.notReached;
}

/** What is told before anything is done. */
type KeepStart = {
	readonly cluster: string;
	/** Step-downs that would make it even now. */
	readonly needed: number;
	/** Servers that get leaders with them, and how many. */
	readonly gains: Readonly<Record<string, number>>;
	readonly warnings: readonly string[];
};

async function keep(session: Session, plan: PlanOptions, start: KeepStart): Promise<number> {
	const {context, options, cluster, view, signal} = session;
	const claim = await claimOf(cluster, plan.cluster, 'keep')?.(signal);
	if (claim?.type === 'refused') {
		tellOn(context, {event: 'refused', reason: claim.reason});
		return exitCode.notReached;
	}

	const audit = lazyAudit(cluster.origin, options.auditFile);
	try {
		await audit.open();
		const warnings = [...start.warnings, ...(claim?.warnings ?? [])];
		tellOn(context, {event: 'keeping', audit: audit.file() ?? null, ...start, warnings});
		await keepEven({
			cluster,
			view,
			plan,
			pace: {maxInFlight: options.maxInFlight, ratePerSecond: options.ratePerSecond},
			maxPerHour: options.maxPerHour,
			restMs: options.restMs,
			openAudit: audit.open,
			signal: claim ? AbortSignal.any([signal, claim.lost]) : signal,
			listener(event) {
				tellOn(context, keepJson(event));
			},
		});
		const isLost = claim?.lost.aborted === true;
		const reason = isLost ? String(claim.lost.reason) : 'ended by a signal';
		tellOn(context, {event: 'ended', reason});
		return isLost ? exitCode.notReached : exitCode.ok;
	} catch (error) {
		if (!(error instanceof AuditError)) {
			throw error;
		}

		context.stderr.write(`leadertop: nothing was done: ${messageOf(error)}\n`);
		tellOn(context, {event: 'refused', reason: messageOf(error)});
		return exitCode.notReached;
	} finally {
		await claim?.release();
		await audit.close();
	}
}

function tellOn(
	{stdout}: Pick<CommandContext, 'stdout'>,
	line: Readonly<Record<string, unknown>>,
): void {
	stdout.write(`${JSON.stringify({at: new Date().toISOString(), ...line})}\n`);
}

function keepJson(event: KeepEvent | RunEvent): Record<string, unknown> {
	switch (event.type) {
		case 'keep-waiting':
			return {event: 'waiting', reason: event.reason};
		case 'keep-acting':
			return {event: 'acting', needed: event.needed, allowed: event.allowed};
		default:
			return progressJson(event);
	}
}

type KeepQuestion = {
	readonly context: CommandContext;
	readonly options: KeepOptions;
	readonly view: ClusterView;
	/** What it would begin with. */
	readonly offer: Offer;
	/** What whoever says yes should know, each in one line. */
	readonly warnings: readonly string[];
	readonly signal: AbortSignal;
};

/**
 * Whether a cluster shall be kept even: on a terminal that is asked, with the plan that it would begin with, on stderr,
 * as stdout is for lines of JSON.
 */
export async function confirmKeep(question: KeepQuestion): Promise<'yes' | 'no' | 'nobody-to-ask'> {
	const {context, options, view, offer, warnings, signal} = question;
	const {env, stdin, stderr} = context;
	if (options.yes) {
		return 'yes';
	}

	if (!stdin.isTTY || !stderr.isTTY) {
		return 'nobody-to-ask';
	}

	const features = featuresOf(context, stderr);
	const columns = printColumns(stderr, env);
	stderr.write(offerText(offer, view, {features, columns, rules: options.rules, moves: false}));
	for (const warning of warnings) {
		stderr.write(`warning: ${cleanText(warning, 1000)}\n`);
	}

	const isYes = await askYes(titleOf(offer, options), context, stderr, signal);
	if (!isYes) {
		stderr.write('Nothing was done\n');
	}

	return isYes ? 'yes' : 'no';
}

/** `Keep east even: 20 step-downs now, at most 200 in any hour?` */
function titleOf({plan: {cluster, stepDowns}}: Offer, {maxPerHour}: KeepOptions): string {
	const now = stepDowns === 0 ? 'none' : stepDownWords(Math.min(stepDowns, maxPerHour));
	return `Keep ${cleanText(cluster)} even: ${now} now, at most ${stepDownWords(maxPerHour)} in any hour?`;
}

/** Servers that a plan gives leaders, by how many more than they have now. */
export function gainsOf({before, after}: Pick<Plan, 'before' | 'after'>): Record<string, number> {
	const then = new Map(after.shares.map(({server, leaders}) => [server.name, leaders]));
	return Object.fromEntries(
		before.shares.flatMap(({server: {name}, leaders}) => {
			const gain = (then.get(name) ?? leaders) - leaders;
			return gain > 0 ? [[name, gain]] : [];
		}),
	);
}

/** For who has drained a server: it looks like one that has lost its leaders in a restart. */
export function refillWarnings(plan: Pick<Plan, 'before' | 'after'>): string[] {
	const gains = gainsOf(plan);
	return plan.before.shares.flatMap(({server: {name}, leaders}) =>
		leaders === 0 && Object.hasOwn(gains, name)
			? [
					`${name} leads nothing and will be given leaders: --cordon ${shellQuote(name)} keeps it empty`,
				]
			: [],
	);
}
