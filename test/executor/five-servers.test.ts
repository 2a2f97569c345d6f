import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {skew} from '../../source/demo/skew.ts';
import {noAudit} from '../../source/executor/audit.ts';
import {runBalance} from '../../source/executor/goals.ts';
import type {RunEvent} from '../../source/executor/run.ts';
import {runMoves} from '../../source/executor/run-moves.ts';
import {accountApi} from '../nats/account-api.ts';
import {chances, objections} from '../domain/plan/certificate.ts';
import {factsOf} from '../domain/plan/legal-leaders.ts';
import {placementsOf} from '../domain/plan/placements-of.ts';
import {realCluster, type RealCluster} from './real-cluster.ts';

const options = {cluster: 'demo', goal: 'total'} as const;

describe('five servers, of which three have a replica of most groups', () => {
	let real: RealCluster;

	beforeAll(async () => {
		real = await realCluster('newest', {servers: 5});
	});

	afterAll(async () => {
		await real.stop();
	});

	it('get as even as their replica sets allow after a restart, with the fewest step-downs', async () => {
		await skew(real.servers, {server: 'n2'});
		const {summary, plan, moved, placement} = await balanceAndProve(real);
		expect([summary.stepDowns, moved.length]).toEqual([plan.stepDowns, plan.stepDowns]);
		expect(objections(placement)).toEqual([]);
		const loads = await Promise.all(names(real).map(async name => real.leadersAt(name)));
		expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
	});

	it('go on when a stream is deleted in the middle of it', async () => {
		const {cluster, store} = real;
		await lookUntilCurrent(real);
		const moves = [...store.view.groups.values()].flatMap(({key, leader, followers}) => {
			const to = followers[0]?.server;
			return leader === undefined || to === undefined ? [] : [{group: key, from: leader, to}];
		});
		const doomed = store.view.groups.get(moves.at(-1)?.group ?? '');
		if (!doomed) {
			throw new Error('no group can move');
		}

		const api = await accountApi(real.servers, doomed.account);
		const events: RunEvent[] = [];
		let deleting: Promise<void> | undefined;
		const run = runMoves({
			cluster,
			picture: () => store.view,
			moves: {type: 'list', moves},
			audit: noAudit,
			limits: {ratePerSecond: 20},
			listener(event) {
				events.push(event);
				if (event.type === 'move-ended') {
					deleting ??= api.deleteStream(doomed.stream);
				}
			},
		});
		const summary = await run.done;
		await deleting;
		await api.close();

		const outcomes = summary.moves.map(({move, result, reason}) => {
			const isDoomed = move.group.includes(`\n${doomed.stream}\n`);
			return `${isDoomed ? 'deleted' : 'kept'} ${result}${reason === undefined ? '' : `: ${reason}`}`;
		});
		const gone = outcomes.filter(each => !each.endsWith('as-wanted')).length;
		expect(summary).toMatchObject({
			outcome: 'partial',
			reason: `${gone} of ${moves.length} step-downs failed or went elsewhere, the first: the group is gone`,
		});
		expect(outcomes.filter(each => each.startsWith('kept'))).toEqual(
			moves
				.filter(({group}) => !group.includes(`\n${doomed.stream}\n`))
				.map(() => 'kept as-wanted'),
		);
		expect(outcomes.at(-1)).toBe('deleted void: the group is gone');
	});

	it('get even without the one that is stopped, and nothing is stepped down to it', async () => {
		const {servers, store} = real;
		await servers.stopServer('n5');
		await real.until(
			() =>
				store.view.servers.get('n5')?.state === 'offline' &&
				[...store.view.groups.values()].every(
					({leader, replicas}) => replicas < 2 || (leader !== undefined && leader !== 'n5'),
				) &&
				store.view.leaderless.size === 0,
		);
		// A server that has not heard from who is wanted yet picks another one: the run then makes up for it.
		const {summary} = await balanceAndProve(real);
		expect(summary.moves.map(({move}) => move.to)).not.toContain('n5');
	});
});

function names({servers}: RealCluster): readonly string[] {
	return servers.servers.map(({name}) => name);
}

/** Looks until each follower on a server that is up may lead. A busy machine has some behind for a moment. */
async function lookUntilCurrent({cluster, store}: RealCluster): Promise<void> {
	const {servers, groups} = store.view;
	const behind = () =>
		[...groups.values()].flatMap(group =>
			group.followers
				.filter(
					({server, online, current, lag}) =>
						servers.get(server)?.state === 'online' && !(online && current && lag === 0),
				)
				.map(follower => ({group: group.key, leader: group.leader, ...follower})),
		);
	await expect
		.poll(
			async () => {
				await cluster.refresh();
				return behind();
			},
			{timeout: 30_000},
		)
		.toEqual([]);
}

/** Balances; then asks the servers themselves who leads. Nothing speaks against that being as even as can be. */
async function balanceAndProve(real: RealCluster) {
	const {cluster, store} = real;
	await lookUntilCurrent(real);
	const facts = factsOf(store.view, options, 'demo');
	const run = await runBalance({
		cluster,
		picture: () => store.view,
		audit: noAudit,
		plan: options,
	});
	const summary = await run.done;
	expect(summary).toMatchObject({outcome: 'balanced', reason: undefined});
	expect(summary.stepDowns).toBeGreaterThan(0);

	const leaders = await real.leaders();
	const moved = facts.groups.flatMap(({group, home}) => {
		const aim = leaders.get(group.key) ?? home;
		return aim === home ? [] : [{group: group.key, from: home, to: undefined, aim}];
	});
	const [placement] = placementsOf(facts, {goal: 'total', moves: moved});
	if (!placement) {
		throw new Error('nothing was decided');
	}

	expect(chances(placement)).toEqual([]);
	return {summary, plan: run.plan, moved, placement};
}
