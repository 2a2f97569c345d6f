import {execFile} from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {promisify} from 'node:util';
import {untilSettled} from '../../source/demo/count-leaders.ts';
import type {GroupKey, RaftGroup} from '../../source/domain/raft-group.ts';
import {fullPace} from '../../source/domain/plan/expected-time.ts';
import {planBalance} from '../../source/domain/plan/plan-balance.ts';
import {noAudit, openAudit, type AuditSink} from '../../source/executor/audit.ts';
import {runBalance} from '../../source/executor/goals.ts';
import {median} from '../quantile.ts';
import type {Row} from '../row.ts';
import type {Handover} from '../stage/handovers.ts';
import type {Stage} from '../stage/stage.ts';
import {stepDownPlainly, type PlainOptions} from '../stage/step-down-plainly.ts';
import type {Place, Suite} from '../suite.ts';
import {undirectedRows} from './undirected.ts';

export const balance: Suite = {
	title: 'Balancing after a restart: from the confirmed plan to the last election',
	parts: [
		{stage: 'large', run: directedRows},
		{stage: 'old', run: undirectedRows},
	],
};

const rounds = 7;
/** Runs of the whole command, each of which takes long to set up. */
const commandRuns = 3;
/** What follows a step-down in the servers, and a first look at them, is over by then. */
const restMs = 1500;
/** On a machine that is too busy runs end early, and elections do not come: servers do not answer in time. */
const attempts = 8;
const inFlight = 64;
const sampleSize = 200;

async function directedRows(stage: Stage, {cli, scratch, log}: Place): Promise<Row[]> {
	log('restarting a server');
	await stage.skew();
	const auditFile = path.join(scratch, 'balance-audit.jsonl');
	const times: Record<Way, number[]> = {audited: [], unaudited: [], plain: [], paced: []};
	let handovers: readonly Handover[] = [];
	let aborted = 0;
	const noteAborted = (reason: string) => {
		log(reason);
		aborted++;
		if (aborted > attempts) {
			throw new Error(`${aborted} runs did not reach their goal; ${reason}`);
		}
	};
	const ours = async (audit: AuditSink): Promise<number> => {
		for (;;) {
			const run = await runOurs(stage, audit);
			handovers = run.handovers;
			if (run.outcome === 'balanced') {
				return run.elapsedMs;
			}

			noteAborted(`${run.outcome}: ${run.reason ?? ''}`);
			await undo(stage, run.moved, log);
		}
	};
	const plainly = async (options: PlainOptions): Promise<number> => {
		for (;;) {
			await sleep(restMs);
			try {
				return (await stepDownPlainly(stage, options)).elapsedMs;
			} catch (error) {
				noteAborted(String(error));
				await undo(stage, options.handovers, log);
			}
		}
	};
	const ways = {
		async audited() {
			const audit = await openAudit({file: auditFile, identity: 'benchmark'});
			try {
				return await ours(audit);
			} finally {
				await audit.close();
			}
		},
		unaudited: async () => ours(noAudit),
		plain: async () => plainly({handovers, inFlight, until: 'answer'}),
		paced: async () => plainly({handovers, inFlight: fullPace.maxInFlight, until: 'election'}),
	};
	const take = async (way: Way): Promise<number> => {
		const elapsedMs = await ways[way]();
		log(`${way}: ${handovers.length} step-downs in ${Math.round(elapsedMs)} ms`);
		await undo(stage, handovers, log);
		return elapsedMs;
	};

	// What has not run yet is slow in any way; and the first run finds the moves for those that repeat them.
	log('not counted:');
	await take('audited');
	await take('paced');
	for (let round = 0; round < rounds; round++) {
		for (const way of orders[round % orders.length] ?? []) {
			times[way].push(await take(way));
		}
	}

	log(`${sampleSize} one at a time`);
	const sample = handovers.slice(0, sampleSize);
	const one = await stepDownPlainly(stage, {handovers: sample, inFlight: 1, until: 'election'});
	await undo(stage, sample, log);
	const commands: CommandResult[] = [];
	while (commands.length < commandRuns) {
		log('leadertop balance');
		const before = await leadersOf(stage);
		try {
			commands.push(await runCommand(stage, cli, auditFile));
		} catch (error) {
			noteAborted(`leadertop balance: ${outcomeIn(error)}`);
		}

		await undo(stage, before, log);
	}

	const count = handovers.length;
	const against = {name: `plain requests, ${inFlight} in flight`, value: median(times.plain)};
	const row = (name: string, value: number): Row => ({
		name,
		value,
		unit: 'ms',
		decimals: 0,
		against,
		note: `${count} step-downs; medians of ${rounds}, taken in turns; ${aborted} runs ended early and were repeated`,
	});
	const told = (name: string, way: Way): Row => {
		const {note = '', ...figure} = row(name, median(times[way]));
		const ratios = times[way].map((time, round) => time / (times.plain[round] ?? Number.NaN));
		const [lowest, highest] = [Math.min(...ratios), Math.max(...ratios)].map(each =>
			each.toFixed(2),
		);
		const spread = `ratios of single rounds from ${lowest} to ${highest}; these from ${spreadOf(times[way])}, plain requests from ${spreadOf(times.plain)}`;
		return {
			...figure,
			against: {...against, ratio: median(ratios)},
			note: `${note}; ratio: median of the rounds' own; ${spread}`,
		};
	};
	return [
		{...told('executor with audit trail', 'audited'), budget: 'ratio 1.15'},
		told('executor without audit trail', 'unaudited'),
		told(
			`plain requests, ${fullPace.maxInFlight} elections in flight, each of which is waited for`,
			'paced',
		),
		{
			...row('leadertop balance --yes: its own time', median(commands.map(run => run.elapsedMs))),
			note: `median of ${commandRuns}: ${commands.map(run => `${run.stepDowns} step-downs, ${run.outcome}`).join('; ')}`,
		},
		{
			...row(
				'leadertop balance --yes: the whole process',
				median(commands.map(run => run.processMs)),
			),
			note: 'the same runs, with start, connection, first look and a last one',
		},
		{
			...row('executor with audit trail, against one at a time', median(times.audited)),
			against: {
				name: 'each request after the election before',
				value: (one.elapsedMs * count) / sample.length,
			},
			note: `${count} step-downs; one at a time: ${sample.length}, scaled to ${count}`,
		},
	];
}

function spreadOf(times: readonly number[]): string {
	return `${Math.round(Math.min(...times))} to ${Math.round(Math.max(...times))} ms`;
}

/** Each way has each place once, and each other one right before it once. */
const orders = [
	['audited', 'plain', 'paced', 'unaudited'],
	['plain', 'unaudited', 'audited', 'paced'],
	['unaudited', 'paced', 'plain', 'audited'],
	['paced', 'audited', 'unaudited', 'plain'],
] as const;

type Way = (typeof orders)[number][number];

async function runOurs(stage: Stage, audit: AuditSink) {
	const {cluster, store} = await stage.watch();
	const {view} = store;
	try {
		await sleep(restMs);
		const groups = new Map(view.groups);
		const plan = {cluster: stage.local.name};
		const confirmed = planBalance(view, plan);
		const startedAt = performance.now();
		let lastElectionAt = Number.NaN;
		const run = await runBalance({
			cluster,
			picture: () => view,
			plan,
			confirmed,
			audit,
			listener(event) {
				if (event.type === 'move-ended' && event.outcome.elected !== undefined) {
					lastElectionAt = performance.now();
				}
			},
		});
		const {outcome, reason, moves} = await run.done;
		const handoverOf = (key: GroupKey, to: string | undefined): Handover[] => {
			const group = groups.get(key);
			return group && to !== undefined ? [{group, to}] : [];
		};
		return {
			outcome,
			reason,
			elapsedMs: lastElectionAt - startedAt,
			handovers: run.plan.moves.flatMap(({group, aim}) => handoverOf(group, aim)),
			moved: moves.flatMap(({move, elected}) => handoverOf(move.group, elected)),
		};
	} finally {
		await cluster.close();
	}
}

/** Gives groups back to who led them: those that have another leader now. */
async function undo(
	stage: Stage,
	handovers: readonly Pick<Handover, 'group'>[],
	log: Place['log'],
): Promise<void> {
	for (let attempt = 0; attempt < attempts; attempt++) {
		const now = new Map((await leadersOf(stage)).map(({group}) => [group.key, group.leader]));
		const moved = handovers
			.map(({group}) => ({group, to: group.leader}))
			.filter(({group, to}) => now.get(group.key) !== to);
		if (moved.length === 0) {
			return;
		}

		try {
			await stepDownPlainly(stage, {handovers: moved, inFlight, until: 'answer'});
		} catch (error) {
			log(`giving leaders back: ${String(error)}`);
		}

		// Followers may have to catch up, and quorums to be found again.
		await untilSettled(stage.local);
	}
}

/** All groups as they are now. */
async function leadersOf(stage: Stage): Promise<{readonly group: RaftGroup}[]> {
	const {cluster, store} = await stage.watch();
	await cluster.close();
	return Array.from(store.view.groups.values(), group => ({group: {...group}}));
}

type CommandResult = {
	readonly processMs: number;
	readonly elapsedMs: number;
	readonly stepDowns: number;
	readonly outcome: string;
};

/** What a command that reached no goal said of it: its command line, with the users in it, is not to be logged. */
function outcomeIn(error: unknown): string {
	const {stdout = '', code} = error as {readonly stdout?: string; readonly code?: unknown};
	const [outcome = `exit code ${String(code)}`] = /"outcome": *"[^"]*"/.exec(stdout) ?? [];
	return outcome;
}

async function runCommand({access}: Stage, cli: string, auditFile: string): Promise<CommandResult> {
	const startedAt = performance.now();
	const {stdout} = await promisify(execFile)(
		process.execPath,
		[
			cli,
			'balance',
			'--yes',
			'--json',
			'--no-context',
			'--server',
			access.url,
			...access.actAs.flatMap(who => ['--act-as', who]),
			'--audit',
			auditFile,
		],
		{maxBuffer: 64 * 2 ** 20},
	);
	const processMs = performance.now() - startedAt;
	return {...(JSON.parse(stdout) as Omit<CommandResult, 'processMs'>), processMs};
}
