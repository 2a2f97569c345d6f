import type {Cluster} from '../../cluster.ts';
import type {PlanOptions} from '../../domain/plan/plan-options.ts';
import {finish} from '../../domain/steps.ts';
import {AuditError} from '../../executor/audit-file.ts';
import type {RunEvent} from '../../executor/run.ts';
import {exitCode, type CommandContext} from '../cli/command.ts';
import {endedBySignal} from '../cli/ended-by-signal.ts';
import {messageOf} from '../../session/message-of.ts';
import {openCluster, timeoutFlag} from '../flags/connection-flags.ts';
import {keepOptions, type KeepOptions} from '../flags/keep-flags.ts';
import {beginWatching, type Watched} from '../../session/see-once.ts';
import {claimOf} from '../../session/claim-of.ts';
import {confirmKeep} from './confirm-keep.ts';
import {findTarget} from './find-target.ts';
import {gainsOf, refillWarnings} from './gains-of.ts';
import {keepEven, type KeepEvent} from '../../session/keep-even.ts';
import {lazyAudit} from '../../session/lazy-audit.ts';
import {makeOffer} from '../../session/make-offer.ts';
import {progressJson} from './show-progress.ts';

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
		const watched = await beginWatching(cluster, {timeoutMs: timeoutFlag(context.flags), signal});
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
