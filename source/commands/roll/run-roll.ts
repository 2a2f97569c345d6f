import {randomUUID} from 'node:crypto';
import {asciiText, cleanText} from '../../domain/clean-text.ts';
import type {RollEvent, RollSummary} from '../../domain/roll/roll.ts';
import {drainedLines} from '../../domain/roll/notice.ts';
import {clockTime} from '../../domain/time.ts';
import {AuditError} from '../../executor/audit-file.ts';
import type {RunEvent} from '../../executor/run.ts';
import {claimOf} from '../../session/claim-of.ts';
import {seesAll} from '../../session/coverage.ts';
import {messageOf, UnseenError, UsageError} from '../../session/errors.ts';
import {hearDrained} from '../../session/hear-drained.ts';
import {lazyAudit} from '../../session/lazy-audit.ts';
import {planRoll, membersOf, type RollPlan} from '../../session/roll/plan-roll.ts';
import {rollTeller} from '../../session/roll/roll-teller.ts';
import {rollCluster} from '../../session/roll/roll-cluster.ts';
import {forgetRoll, recallRoll, rememberRoll} from '../../session/roll/roll-memory.ts';
import {refuseTakenFile, startRecording} from '../../session/start-recording.ts';
import {systemClock} from '../../time/clock.ts';
import {exitCode, type CommandContext} from '../cli/command.ts';
import {askYes, featuresOf} from '../cli/terminal.ts';
import {rollOptions, type RollOptions} from '../flags/roll-flags.ts';
import {findTarget} from '../move/find-target.ts';
import {whileWatching, type LiveCluster} from '../move/run-move.ts';
import {rollEventJson, rollPlanJson} from './roll-json.ts';
import {rollSignals, type RollSignals} from './roll-signals.ts';
import {eventText, planText, rollEndText} from './roll-text.ts';
import {commandFor, commandRunner} from './run-command.ts';

/**
 * `roll`: shows the plan, and after a yes restarts the servers one after another.
 * @returns the exit code
 */
export async function runRoll(context: CommandContext): Promise<number> {
	const options = rollOptions(context.flags);
	await refuseTakenFile(options.record);
	let signals: RollSignals | undefined;
	return whileWatching(
		context,
		async live => planAndRoll({...live, context, options, signals: signals ?? rollSignals()}),
		() => (signals = rollSignals()),
	);
}

type RollSession = LiveCluster & {
	readonly context: CommandContext;
	readonly options: RollOptions;
	readonly signals: RollSignals;
};

async function planAndRoll(session: RollSession): Promise<number> {
	const {context, options, cluster, signal} = session;
	const {stdout, stderr, stdin} = context;
	if (!seesAll(cluster)) {
		throw new UnseenError(
			'one account alone cannot see whether a server may stop: connect as a user of the system account, and pass --act-as',
		);
	}

	const plan = await makePlan(session);
	const people = options.json ? stderr : stdout;
	const {unicode} = featuresOf(context, people);
	const write = (text: string) => people.write(unicode ? text : asciiText(text));
	const isAsking = !options.yes && !options.dryRun && stdin.isTTY && people.isTTY;
	if (!options.json || isAsking) {
		write(planText(plan));
	}

	const mayRun = plan.refusals.length === 0;
	if (options.dryRun || !mayRun || (!options.yes && !isAsking)) {
		if (options.json) {
			stdout.write(`${JSON.stringify(rollPlanJson(plan), undefined, 2)}\n`);
		}

		if (!options.dryRun && mayRun) {
			stderr.write('leadertop: planned only: no terminal to ask on; pass --yes to start\n');
		}

		return mayRun && options.dryRun ? exitCode.ok : exitCode.notReached;
	}

	const isYes = options.yes || (await askYes(questionOf(plan), context, people, signal));
	if (!isYes || signal.aborted) {
		write('Nothing was done\n');
		return exitCode.notReached;
	}

	return recorded(session, async () => roll(session, plan, write));
}

/** @throws UsageError where flags name servers that are not there, UnseenError where there is no cluster to roll */
async function makePlan(session: RollSession): Promise<RollPlan> {
	const {options, cluster, view, signal} = session;
	const name = findTarget(view, {type: 'balance'}, {...options, accounts: [], cordon: []});
	const members = membersOf(view, name);
	const known = new Set(members.map(server => server.name));
	for (const server of [...(options.selection.servers ?? []), ...options.selection.order]) {
		if (!known.has(server)) {
			throw new UsageError(
				`there is no server ${server} in cluster ${name}; its servers are ${[...known].join(', ')}`,
			);
		}
	}

	await cluster.untilAccessKnown?.(signal).catch(() => undefined);
	const memory = options.anew ? undefined : await recallRoll(name, members, systemClock.now());
	const {selection, rules, balance, exec} = options;
	const plan = await planRoll({
		cluster,
		view,
		name,
		selection,
		rules,
		pace: options,
		balance,
		memory,
	});
	for (const server of members) {
		if (exec !== undefined && plan.turns.includes(server.name)) {
			commandFor(exec, server);
		}
	}

	return plan;
}

function questionOf({cluster, turns}: RollPlan): string {
	const [first] = turns;
	return first === undefined
		? `Balance ${cleanText(cluster)}: no server is left to restart?`
		: `Restart ${turns.length === 1 ? 'one server' : `${turns.length} servers`} of ${cleanText(cluster)}, ${cleanText(first)} first?`;
}

async function roll(
	session: RollSession,
	plan: RollPlan,
	write: (text: string) => void,
): Promise<number> {
	const {context, options, cluster, view, signals} = session;
	const {stdout, stderr, env} = context;
	const {exec: template, execTimeoutMs: timeoutMs} = options;
	const claim = await claimOf(cluster, plan.cluster, 'run')?.(signals.signal);
	if (claim?.type === 'refused') {
		return refuse(session, claim.reason);
	}

	const heard = await hearDrained(cluster, plan.cluster);
	const teller = rollTeller(heard.board, plan);
	const audit = lazyAudit(cluster.origin, options.auditFile);
	const listener = (event: RollEvent | RunEvent) => {
		teller.follow(event);
		if (options.json) {
			stdout.write(`${JSON.stringify(rollEventJson(event, audit.file()))}\n`);
			return;
		}

		const text = eventText(event);
		const bell = event.type === 'may-stop' && stdout.isTTY ? '\u0007' : '';
		if (text !== undefined) {
			write(`${clockTime(event.at)} ${text}\n`);
			stdout.write(bell);
		}
	};
	try {
		const sink = await audit.open();
		signals.begin();
		const stop = claim ? AbortSignal.any([signals.signal, claim.lost]) : signals.signal;
		const summary = await rollCluster({
			cluster,
			view,
			plan,
			rules: options.rules,
			pace: options,
			runId: randomUUID(),
			audit: sink,
			runCommand: template === undefined ? undefined : commandRunner({template, timeoutMs, env}),
			backTimeoutMs: options.backTimeoutMs,
			finish: signals.finish,
			stop,
			cordon: () => [...heard.drained().keys()],
			onDrained(server) {
				teller.drained(server);
			},
			remember: async memory =>
				memory === undefined ? forgetRoll(plan.cluster) : rememberRoll(memory),
			warnings: [...drainedLines(heard.drained()), ...(claim?.warnings ?? [])],
			listener,
			clock: systemClock,
		});
		if (!options.json) {
			write(rollEndText(summary, audit.file()));
		}

		return codeOf(summary);
	} catch (error) {
		if (!(error instanceof AuditError)) {
			throw error;
		}

		stderr.write(`leadertop: stopped, the recording failed: ${messageOf(error)}\n`);
		return exitCode.notReached;
	} finally {
		await heard.end();
		await claim?.release();
		await audit.close();
	}
}

/** Records what is seen meanwhile, where that is wanted. */
async function recorded(
	{context, options, cluster, snapshot}: RollSession,
	act: () => Promise<number>,
): Promise<number> {
	const recorder =
		options.record &&
		(await startRecording(options.record, cluster, snapshot, reason => {
			context.stderr.write(`leadertop: recording has ended: ${cleanText(reason, 1000)}\n`);
		}));
	const unwatch = recorder && cluster.watch(recorder.note);
	try {
		return await act();
	} finally {
		unwatch?.();
		await recorder?.close();
	}
}

function refuse({context, options}: RollSession, reason: string): number {
	if (options.json) {
		const at = new Date().toISOString();
		context.stdout.write(`${JSON.stringify({at, event: 'refused', reason})}\n`);
	} else {
		context.stderr.write(`leadertop: nothing was done: ${cleanText(reason, 1000)}\n`);
	}

	return exitCode.notReached;
}

function codeOf({outcome}: RollSummary): number {
	return outcome === 'done' ? exitCode.ok : exitCode.notReached;
}
