import {describe, expect, it} from 'vitest';
import {defaultCountingRules} from '../../../source/domain/distribution.ts';
import {fullPace} from '../../../source/domain/plan/expected-time.ts';
import type {RollEvent, RollSummary} from '../../../source/domain/roll/roll.ts';
import {noAudit} from '../../../source/executor/audit.ts';
import type {RunEvent} from '../../../source/executor/run.ts';
import {planRoll} from '../../../source/session/roll/plan-roll.ts';
import {rollCluster, type RollParts} from '../../../source/session/roll/roll-cluster.ts';
import {simulation, type Simulation} from '../../sim/simulation.ts';

const rules = defaultCountingRules;

/** A roll of a simulated cluster, with its own time. */
async function rolling(parts: Partial<RollParts> = {}, world: Simulation = simulation()) {
	const {cluster, store, scheduler} = world;
	const {view} = store;
	await scheduler.advanceAsync(3000);
	const [name = ''] = view.clusters.keys();
	const plan = await planRoll({
		cluster,
		view,
		name,
		selection: {servers: undefined, order: [], skipVersion: undefined},
		rules,
		pace: fullPace,
		balance: true,
		memory: undefined,
	});
	const events: (RollEvent | RunEvent)[] = [];
	const ends: RollSummary[] = [];
	const running = rollCluster({
		cluster,
		view,
		plan,
		rules,
		pace: fullPace,
		runId: 'roll',
		audit: noAudit,
		async runCommand({name: server}) {
			cluster.restart(server);
			return undefined;
		},
		backTimeoutMs: 60_000,
		finish: new AbortController().signal,
		stop: new AbortController().signal,
		cordon: () => [],
		remember: async () => {},
		warnings: [],
		listener: event => events.push(event),
		clock: scheduler,
		...parts,
	}).then(end => ends.push(end));
	return {
		plan,
		events,
		world,
		async ended(withinMs = 300_000): Promise<RollSummary> {
			for (let passed = 0; ends.length === 0 && passed < withinMs; passed += 1000) {
				await scheduler.advanceAsync(1000);
			}

			await cluster.close();
			await running;
			const [summary] = ends;
			if (!summary) {
				throw new Error('The roll has not ended');
			}

			return summary;
		},
	};
}

describe('a roll of a simulated cluster', () => {
	it('restarts each server once, empty and not as meta leader, and leaves the leaders even', async () => {
		const world = simulation();
		const stopped: string[] = [];
		const roll = await rolling(
			{
				async runCommand({name}) {
					const led = world.cluster
						.truth()
						.filter(({leader, replicas}) => leader === name && replicas > 1);
					expect(led).toEqual([]);
					stopped.push(name);
					world.cluster.restart(name);
					return undefined;
				},
			},
			world,
		);
		expect(await roll.ended()).toMatchObject({outcome: 'done', left: [], cutOff: undefined});
		expect(stopped).toEqual(roll.plan.turns);
		expect(stopped).toHaveLength(3);
		const order = roll.events.map(event => event.type);
		expect(order.indexOf('balancing')).toBeGreaterThan(order.lastIndexOf('turn-ended'));
	});

	it('begins no turn that is not wanted, and one that was stopped does not go on', async () => {
		const stop = new AbortController();
		const roll = await rolling({
			stop: stop.signal,
			listener(event) {
				if (event.type === 'command-started') {
					stop.abort(new Error('X was pressed'));
				}
			},
		});
		expect(await roll.ended()).toMatchObject({
			outcome: 'stopped',
			reason: 'X was pressed',
			done: [],
			left: roll.plan.turns,
		});

		const asked: string[] = [];
		const refused = await rolling({
			async mayBegin(server) {
				asked.push(server);
				return asked.length < 2;
			},
		});
		expect(await refused.ended()).toMatchObject({
			outcome: 'stopped',
			done: [{}],
			left: [{}, {}].map((_, index) => refused.plan.turns[index + 1]),
		});
	});

	it('gives up a server that does not get on', async () => {
		const roll = await rolling({runCommand: async () => undefined, backTimeoutMs: 20_000});
		expect((await roll.ended()).reason).toMatch(/has not stopped yet.*20\.0 s \(--back-timeout\)/);
	});

	it('ends when the connection stays away', async () => {
		const roll = await rolling({runCommand: undefined});
		const {store, scheduler} = roll.world;
		await scheduler.advanceAsync(10_000);
		expect(roll.events.map(({type}) => type)).toContain('may-stop');
		store.apply({
			type: 'connection-changed',
			at: scheduler.now(),
			state: 'reconnecting',
			detail: 'gone',
		});
		expect((await roll.ended()).reason).toMatch(/^no connection since .*: gone$/);
	});
});
