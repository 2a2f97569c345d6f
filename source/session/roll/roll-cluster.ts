import type {ElectionCause} from '../../domain/election-cause.ts';
import type {RollOutcome, RollSummary, TurnEnd} from '../../domain/roll/roll.ts';
import {stateConditions} from '../../domain/server.ts';
import {runBalance} from '../../executor/goals.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import {withDeadline} from '../../time/abort.ts';
import {messageOf} from '../errors.ts';
import {makeOffer} from '../make-offer.ts';
import {membersOf, type RollPlan} from './plan-roll.ts';
import {newMemory, withNewLife, type RollMemory} from './roll-memory.ts';
import {RollStop} from './empty-server.ts';
import {reasonOf, runTurn, type Turn, type TurnParts} from './run-turn.ts';

export type RollParts = Omit<TurnParts, 'onBack'> & {
	readonly plan: RollPlan;
	/** Asked before each turn; a no ends the roll. Absent: all have been confirmed at once. */
	readonly mayBegin?: ((server: string) => Promise<boolean>) | undefined;
	/** Keeps what another process needs to go on; undefined: it has come to its end. */
	readonly remember: (memory: RollMemory | undefined) => Promise<void>;
	readonly warnings: readonly string[];
};

const refreshMs = 5000;

/**
 * Restarts the servers of a cluster one after another, and evens the leaders out at the end. Whatever makes it unsafe to
 * go on ends it; what was done and what is left is in the summary.
 */
export async function rollCluster(parts: RollParts): Promise<RollSummary> {
	const {view, plan, finish, stop, clock, runId} = parts;
	const {cluster: name, turns, skipped} = plan;
	const begunAt = clock.now();
	const warnings = [...parts.warnings];
	const done: TurnEnd[] = [];
	const elections = electionCounter(view, plan.cluster, begunAt);
	let stepDowns = 0;
	let memory = plan.goesOn ?? newMemory(name, membersOf(view, name), begunAt);
	let current: Turn | undefined;
	const listener: TurnParts['listener'] = event => {
		stepDowns += event.type === 'move-sent' || event.type === 'meta-moved' ? 1 : 0;
		if (event.type === 'turn-step') {
			elections.count();
		}

		parts.listener(event);
	};
	await keep();
	listener({type: 'roll-started', at: begunAt, runId, cluster: name, turns, skipped, warnings});
	const onFinish = () => {
		listener({type: 'roll-stopping', at: clock.now()});
	};
	finish.addEventListener('abort', onFinish);
	try {
		for (const server of turns) {
			if (stop.aborted || finish.aborted) {
				throw new RollStop(reasonOf(stop.aborted ? stop : finish));
			}

			if (parts.mayBegin && !(await parts.mayBegin(server))) {
				throw new RollStop(`${server} is not to be restarted now`);
			}

			const known = view.servers.get(server);
			const {life = known?.id ?? '', version = known?.version ?? ''} = memory.servers[server] ?? {};
			current = {server, life, version};
			done.push(await runTurn(current, {...parts, listener, onBack}));
			current = undefined;
			parts.onDrained?.(undefined);
		}

		const uneven = plan.balance && !stop.aborted ? await balance() : undefined;
		await parts.remember(undefined).catch(() => undefined);
		return sumUp(uneven === undefined ? 'done' : 'uneven', uneven);
	} catch (error) {
		if (!(error instanceof RollStop)) {
			throw error;
		}

		return sumUp('stopped', error.message);
	} finally {
		finish.removeEventListener('abort', onFinish);
		parts.onDrained?.(undefined);
	}

	async function onBack(server: string, life: string): Promise<void> {
		memory = withNewLife(memory, server, life);
		await keep();
	}

	/** A roll that cannot be remembered goes on: only another process would not know of it. */
	async function keep(): Promise<void> {
		await parts.remember(memory).catch((error: unknown) => {
			const line = `another leadertop cannot go on with this roll: ${messageOf(error)}`;
			if (!warnings.includes(line)) {
				warnings.push(line);
			}
		});
	}

	/** Gives all servers their leaders. Resolves with why they are not even, undefined when they are. */
	async function balance(): Promise<string | undefined> {
		const options = {cluster: name, rules: parts.rules, cordon: parts.cordon()};
		await withDeadline(refreshMs, stop, parts.cluster.refresh).catch(() => undefined);
		const {offer, plan: permitted} = await makeOffer({
			...parts,
			task: {type: 'balance'},
			plan: options,
		});
		listener({type: 'balancing', at: clock.now(), stepDowns: offer.plan.stepDowns});
		const run = await runBalance({
			cluster: parts.cluster,
			picture: () => view,
			plan: permitted,
			confirmed: offer.plan,
			audit: parts.audit,
			limits: parts.pace,
			signal: stop,
			clock,
			listener,
		});
		const {outcome, reason} = await run.done;
		return outcome === 'balanced' ? undefined : `not balanced: ${reason ?? outcome}`;
	}

	function sumUp(outcome: RollOutcome, reason: string | undefined): RollSummary {
		elections.count();
		const isDone = new Set(done.map(({server}) => server));
		const summary: RollSummary = {
			runId,
			outcome,
			reason,
			done,
			skipped,
			left: turns.filter(server => !isDone.has(server)),
			cutOff: current && {server: current.server, condition: conditionOf(current.server)},
			elapsedMs: clock.now() - begunAt,
			stepDowns,
			...elections.sums(),
			warnings,
		};
		listener({type: 'roll-ended', at: clock.now(), summary});
		return summary;
	}

	function conditionOf(server: string): string {
		const {state = 'offline'} = view.servers.get(server) ?? {};
		const {streams = 0, consumers = 0} = view.counts.get(server) ?? {};
		const leads =
			streams + consumers === 0 ? 'leads nothing' : `leads ${streams + consumers} groups`;
		return state === 'online' ? `is online and ${leads}` : `is ${stateConditions[state]}`;
	}
}

/** Elections that somebody asked for, and first ones of new groups. */
const requested: ReadonlySet<ElectionCause> = new Set(['ours', 'others', 'new']);

/** Sums up the elections of a cluster from a time on. The view keeps the last few hundred: it is to be called in time. */
function electionCounter(view: ClusterView, cluster: string, from: number) {
	let countedTo = from;
	let unrequested = 0;
	let longestGapMs: number | undefined;
	return {
		count() {
			for (const {at, group, cause, gapMs} of view.elections) {
				if (at > countedTo && group.cluster === cluster) {
					unrequested += requested.has(cause) ? 0 : 1;
					longestGapMs = gapMs === undefined ? longestGapMs : Math.max(longestGapMs ?? 0, gapMs);
				}
			}

			countedTo = Math.max(countedTo, view.elections.at(-1)?.at ?? 0);
		},
		sums: () => ({unrequested, longestGapMs}),
	};
}
