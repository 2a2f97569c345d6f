import {afterAll, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import type {PlanGoal} from '../../source/domain/plan/plan-options.ts';
import {noAudit} from '../../source/executor/audit.ts';
import {runBalance, runDrain} from '../../source/executor/goals.ts';
import type {GoalRun} from '../../source/executor/run-to-goal.ts';
import {accountApi, type AccountApi} from '../nats/account-api.ts';
import {targetOf} from '../nats/target.ts';
import {watchLocal, type WatchedCluster} from '../nats/watched-cluster.ts';
import {startTestCluster, type Series} from '../support/with-cluster.ts';

const streams = Array.from({length: 9}, (_, index) => `S${index}`);

const leftOut =
	/^n3 left out: it did not take the lead of 2 groups of SHOP\. It may be an observer there/;

/*
 *   hub (stopped) ✂ leaf node for SHOP, jetstream_cluster_migrate ── n3 ─ n2 ─ n1
 *   n3 follows all groups of SHOP, current and without lag, and never takes the lead.
 */
describe.each<Series>(['2.10', 'newest'])('an observer on nats-server %s', series => {
	let local: LocalCluster;
	let shop: AccountApi;
	let watched: WatchedCluster;

	beforeAll(async () => {
		const hub = await startTestCluster({
			series,
			servers: 1,
			name: 'hub',
			domain: 'hub',
			accounts: [{name: 'SHOP', jetStream: false}],
			extraPorts: 1,
			configure: ({extraPorts}) => `leafnodes {listen: "127.0.0.1:${extraPorts[0]}"}`,
		});
		try {
			const url = `nats-leaf://shop:shop@127.0.0.1:${hub.servers[0]?.extraPorts[0]}`;
			const remote = `{urls: ["${url}"], account: SHOP, jetstream_cluster_migrate: true}`;
			local = await startTestCluster({
				series,
				accounts: [{name: 'SHOP'}],
				configure: ({name}) =>
					name === 'n3' ? `leafnodes {reconnect: 1, remotes: [${remote}]}` : '',
			});
			shop = await accountApi(local, 'SHOP');
			for (const stream of streams) {
				await shop.createStream(stream, 3);
				await shop.createConsumer(stream, 'all');
			}
		} finally {
			await hub.stop();
		}

		const target = targetOf(local, 'SHOP');
		watched = await watchLocal(local, {actAs: [{account: 'SHOP', target}]});
		await watched.until('n3 without leaders', () => leadersAt('n3') === 0 && isCalm());
	});

	beforeEach(async () => {
		await watched.until('leaders for all', isCalm);
	});

	afterAll(async () => {
		await watched?.close();
		await shop?.close();
		await local?.stop();
	});

	const groups = () => [...watched.view.groups.values()];
	const leadersAt = (server: string) => groups().filter(({leader}) => leader === server).length;
	const isCalm = () =>
		watched.view.leaderless.size === 0 &&
		groups().length === 2 * streams.length &&
		groups().every(({leader}) => leader !== undefined);

	const parts = () => ({cluster: watched.cluster, picture: () => watched.view, audit: noAudit});

	async function endOf(run: GoalRun) {
		const summary = await run.done;
		const fruitless = summary.moves.filter(({electionMs = Infinity}) => electionMs > 3500);
		return {summary, fruitless};
	}

	it.each<PlanGoal>(['streams', 'consumers', 'streams-then-total'])(
		'is left out of a balance of %s that it does not take part in',
		async goal => {
			const {summary, fruitless} = await endOf(
				await runBalance({...parts(), plan: {cluster: 'demo', goal}}),
			);
			expect(summary.outcome).toBe('partial');
			expect(summary.reason).toMatch(leftOut);
			// Where nobody can be told who follows, one that is on its way may fail as well.
			expect(fruitless.length).toBeLessThanOrEqual(series === 'newest' ? 2 : 3);
			if (series === 'newest') {
				expect(fruitless.map(({move}) => move.to)).toEqual(['n3', 'n3']);
			}
		},
	);

	it.runIf(series === 'newest')('is left out of a drain, which others take up', async () => {
		const {summary, fruitless} = await endOf(
			await runDrain({...parts(), plan: {cluster: 'demo'}, server: 'n1'}),
		);
		expect(summary).toMatchObject({outcome: 'drained', reason: undefined});
		expect(summary.warnings).toEqual([expect.stringMatching(leftOut)]);
		expect(fruitless.map(({move}) => move.to)).toEqual(['n3', 'n3']);
		expect([leadersAt('n1'), leadersAt('n3')]).toEqual([0, 0]);
	});
});
