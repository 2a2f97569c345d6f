import {expect, test} from 'vitest';
import type {ClusterEvent} from '../../source/domain/cluster-event.ts';
import type {Move} from '../../source/domain/move.ts';
import {planBalance} from '../../source/domain/plan/plan-balance.ts';
import type {AuditEntry} from '../../source/executor/audit.ts';
import {runBalance, runDrain} from '../../source/executor/goals.ts';
import {groupKey, type GroupKey} from '../../source/domain/raft-group.ts';
import type {Run, RunEvent, RunOptions} from '../../source/executor/run.ts';
import {runMoves} from '../../source/executor/run-moves.ts';
import {scenarioNames} from '../../source/sim/scenarios.ts';
import {seededRandom} from '../support/random.ts';
import {simulation, type Simulation} from '../sim/simulation.ts';

/** Runs on a simulated cluster under its own clock, keeping what is told and recorded. */
function on({cluster, store, scheduler}: Simulation) {
	const told: RunEvent[] = [];
	const recorded: AuditEntry[] = [];
	const parts: Omit<RunOptions, 'moves'> = {
		cluster,
		picture: () => store.view,
		clock: scheduler,
		audit: {
			async record(entry) {
				// A disk takes a few ms.
				await new Promise<void>(resolve => {
					scheduler.after(3, resolve);
				});
				recorded.push(entry);
			},
		},
		listener(event) {
			told.push(event);
		},
	};
	return {parts, told, recorded};
}

async function finish<Summary>(
	{scheduler}: Simulation,
	{done}: {done: Promise<Summary>},
): Promise<Summary> {
	const ended = new AbortController();
	const kept = done.finally(() => {
		ended.abort();
	});
	for (let second = 0; second < 900 && !ended.signal.aborted; second++) {
		await scheduler.advanceAsync(1000);
	}

	return kept;
}

/** Whom the groups are led by in truth. */
function leadersOf({cluster}: Simulation): Map<string | undefined, number> {
	const leaders = new Map<string | undefined, number>();
	for (const {leader, replicas} of cluster.truth()) {
		if (replicas > 1) {
			leaders.set(leader, (leaders.get(leader) ?? 0) + 1);
		}
	}

	return leaders;
}

/** Everything has been recorded before it was sent and after it ended. */
function expectComplete(recorded: readonly AuditEntry[], told: readonly RunEvent[]): void {
	const sent = told.flatMap(event => (event.type === 'move-sent' ? [event.move.group] : []));
	const before = recorded.filter(({end}) => end === undefined).map(keyOf);
	const after = recorded.filter(({end}) => end !== undefined).map(keyOf);
	expect([...before].sort()).toEqual([...after].sort());
	expect(before).toEqual(expect.arrayContaining(sent));
}

function keyOf({group: {domain, account = '', stream = '', consumer}}: AuditEntry): GroupKey {
	return groupKey({domain, accountId: account, stream, consumer});
}

test.each(scenarioNames.filter(name => name !== 'rolling-upgrade'))(
	'balances the scenario %s with the planned number of step-downs, as the truth shows',
	async scenario => {
		const sim = simulation({scenario, streams: 120});
		const {parts, told, recorded} = on(sim);
		const run = await runBalance({...parts, plan: {cluster: 'east'}});
		const summary = await finish(sim, run);
		expect(summary).toMatchObject({
			outcome: 'balanced',
			planned: run.plan.stepDowns,
			stepDowns: run.plan.stepDowns,
			reason: undefined,
		});
		const {goal} = run.plan;
		expect(planBalance(sim.store.view, {cluster: 'east', goal}).moves).toEqual([]);
		expectComplete(recorded, told);
		for (const {server, leaders} of summary.after.shares) {
			expect(leadersOf(sim).get(server.name) ?? 0).toBe(leaders);
		}
	},
);

test('drains a server, as the truth shows', async () => {
	const sim = simulation({scenario: 'even', streams: 120});
	const {parts, told, recorded} = on(sim);
	const run = await runDrain({...parts, plan: {cluster: 'east'}, server: 'n2'});
	const summary = await finish(sim, run);
	expect(summary).toMatchObject({outcome: 'drained', reason: undefined});
	expect(leadersOf(sim).has('n2')).toBe(false);
	expect(summary.stepDowns).toBe(run.plan.stepDowns);
	expectComplete(recorded, told);
});

test.each(['restart', 'constrained', 'one-down'] as const)(
	'balances the scenario %s where the servers choose the next leaders, at about the cost foretold',
	async scenario => {
		const sim = simulation({scenario, streams: 120, version: '2.9.10'});
		const {parts, told, recorded} = on(sim);
		const run = await runBalance({...parts, plan: {cluster: 'east', goal: 'total'}});
		const summary = await finish(sim, run);
		const {stepDowns, after} = summary;
		expect(after.maxRatio).toBeLessThan(1.1);
		expect(stepDowns).toBeLessThan(2 * run.plan.expectedRequests);
		expectComplete(recorded, told);
		expect(mostSourcesAtOnce(told)).toBe(1);
	},
);

test('keeps account of every move, whatever happens to servers and groups meanwhile', async () => {
	for (let seed = 1; seed <= 12; seed++) {
		const random = seededRandom(seed);
		const sim = simulation({
			scenario: random.pick(['restart', 'constrained', 'rolling-upgrade'] as const),
			seed,
		});
		const {parts, told, recorded} = on(sim);
		const moves = [...sim.store.view.groups.values()]
			.filter(({leader}) => leader !== undefined)
			.map((group): Move => {
				const to = random.chance(0.8) ? group.followers[0]?.server : undefined;
				return {group: group.key, from: group.leader ?? '', to};
			});
		const limits = {maxInFlight: 1 + random.below(20), maxErrors: random.below(8)};
		const run: Run = runMoves({...parts, moves: {type: 'list', moves}, limits});
		if (random.chance(0.3)) {
			sim.scheduler.after(random.below(2000), () => {
				run.stop('the X key');
			});
		}

		const summary = await finish(sim, run);
		expect(summary.moves.map(({move}) => move.group).sort()).toEqual(
			moves.map(({group}) => group).sort(),
		);
		expect(summary.stepDowns).toBe(told.filter(({type}) => type === 'move-sent').length);
		expectComplete(recorded, told);
		const stoppingAt = told.findIndex(({type}) => type === 'run-stopping');
		expect(stoppingAt >= 0).toBe(summary.outcome === 'aborted');
		if (stoppingAt >= 0) {
			expect(told.slice(stoppingAt).some(({type}) => type === 'move-sent')).toBe(false);
		}

		for (const {move, group, result, elected} of summary.moves) {
			if (result === 'as-wanted' && move.to !== undefined) {
				expect(elected).toBe(move.to);
			}

			if (elected !== undefined) {
				expect(wasElected(sim.events, group.key, elected)).toBe(true);
			}
		}
	}
});

/** From how many servers undirected step-downs are in flight together, at most. */
function mostSourcesAtOnce(told: readonly RunEvent[]): number {
	const flying = new Map<string, string>();
	let most = 0;
	for (const event of told) {
		if (event.type === 'move-sent' && !event.directed) {
			flying.set(event.move.group, event.move.from);
			most = Math.max(most, new Set(flying.values()).size);
		} else if (event.type === 'move-ended') {
			flying.delete(event.outcome.move.group);
		}
	}

	return most;
}

function wasElected(events: readonly ClusterEvent[], key: string, leader: string): boolean {
	return events.some(
		event =>
			event.type === 'leader-elected' &&
			event.leader === leader &&
			key.endsWith(`${event.group.stream}\n${event.group.consumer ?? ''}`),
	);
}

test('the load is evened out by the rates of the beginning, and that is the end of it', async () => {
	const simulated = simulation({scenario: 'restart', seed: 3});
	await simulated.scheduler.advanceAsync(30_000);
	const {parts} = on(simulated);
	const running = await runBalance({...parts, plan: {cluster: 'east', measure: 'messages'}});
	const {ratio, stepDowns} = running.plan;
	const summary = await finish(simulated, running);

	expect(ratio.before).toBeGreaterThan(1.3);
	expect(ratio.after).toBeLessThan(1.05);
	expect(summary).toMatchObject({outcome: 'balanced', stepDowns});
});
