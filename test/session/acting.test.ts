import {describe, expect, it, test, vi} from 'vitest';
import type {ClaimAnswer, Cluster} from '../../source/cluster.ts';
import {createActing} from '../../source/session/acting.ts';
import {createPlanning} from '../../source/session/planning.ts';
import {noAudit, type AuditSink} from '../../source/executor/audit.ts';
import type {RaftGroup} from '../../source/domain/raft-group.ts';
import type {Server} from '../../source/domain/server.ts';
import {defaultCountingRules} from '../../source/domain/distribution.ts';
import {firstRequest} from '../../source/domain/plan/offer.ts';
import {steadyNow} from '../../source/time/clock.ts';
import {everythingDone, stageOf} from '../executor/stage.ts';
import {aGroup, aServer, groupsLedBy, start} from '../support/build.ts';

/**
 * ```
 * n1 ██████ 6
 * n2        0
 * n3        0
 * ```
 */
function acted(
	overrides: Partial<Cluster> = {},
	openAudit = async (): Promise<AuditSink> => noAudit,
	more: readonly RaftGroup[] = [],
	others: readonly Server[] = [],
) {
	const groups = [...groupsLedBy({n1: 6, n2: 0, n3: 0}), ...more];
	const stage = stageOf(['n1', 'n2', 'n3', ...others], groups, overrides);
	const {cluster, store} = stage;
	const {view} = store;
	stage.watch(store.apply);
	const planning = createPlanning({cluster, view, rules: defaultCountingRules, onChange() {}});
	const acting = createActing({cluster, view, planning, openAudit, onChange() {}});
	/** Lets the cluster obey until nothing is under way any more. */
	async function settled() {
		stage.obey(1);
		const ticking = setInterval(() => {
			stage.clock.advance(1);
		}, 0);
		await acting.idle();
		clearInterval(ticking);
	}

	return {...stage, planning, acting, settled};
}

describe('a stop while the audit trail is being opened', () => {
	const acts = {
		balance: ({acting}: ReturnType<typeof acted>) => {
			acting.runPlan(firstRequest('east', undefined));
		},
		drain: ({acting}: ReturnType<typeof acted>) => {
			acting.runPlan(firstRequest('east', 'n1'));
		},
		'step down': ({acting, move}: ReturnType<typeof acted>) => {
			acting.stepDown([move('S1', 'n2')]);
		},
		'step down the meta leader': ({acting}: ReturnType<typeof acted>) => {
			acting.stepDownMeta('east', undefined);
		},
	};

	test.each(Object.entries(acts))('lets nothing of it begin: %s', async (_, act) => {
		let opened: (audit: AuditSink) => void = () => {};
		const opening = new Promise<AuditSink>(resolve => {
			opened = resolve;
		});
		let metaAsked = 0;
		const stage = acted(
			{
				async stepDownMetaLeader() {
					metaAsked++;
					return {type: 'accepted'};
				},
			},
			async () => opening,
		);
		const {acting, planning} = stage;
		act(stage);
		await everythingDone();
		expect(acting.work()?.phase).toBe('running');

		acting.stop('X was pressed');
		expect(acting.work()?.phase).toBe('stopping');

		opened(noAudit);
		await acting.idle();
		expect(stage.asked).toEqual([]);
		expect(metaAsked).toBe(0);
		expect([...planning.drained]).toEqual([]);
		expect(acting.work()).toMatchObject({
			phase: 'ended',
			conclusion: 'not begun: X was pressed',
		});
	});
});

test('a balance that was kept from it by what is locked is not called one', async () => {
	const consumers = Array.from({length: 6}, (_, index) =>
		aGroup({stream: 'S1', consumer: `C${index}`, leader: 'n1', followers: ['n2', 'n3']}),
	);
	const stage = acted(
		{
			permission: ({consumer}) =>
				consumer === undefined
					? {type: 'allowed'}
					: {type: 'locked', missing: 'no right for consumers'},
		},
		undefined,
		consumers,
	);
	stage.acting.runPlan(firstRequest('east', undefined));
	await stage.settled();
	expect(stage.asked.map(({group}) => group.consumer)).toEqual(Array(6).fill(undefined));
	expect(stage.acting.work()).toMatchObject({
		phase: 'ended',
		planned: 6,
		conclusion: '6 step-downs need locked groups: consumers of SHOP: no right for consumers',
	});
});

const refused = async (): Promise<ClaimAnswer> => ({
	type: 'refused',
	reason: 'kept even by root@vm',
});

describe('a drain', () => {
	it('leaves a server not empty when it is stopped on its way', async () => {
		const {acting, planning, asked} = acted();
		acting.runPlan({...firstRequest('east', 'n1'), pace: 'crawl'});
		await vi.waitFor(() => {
			expect(asked).toHaveLength(1);
		});
		expect(acting.work()).toMatchObject({phase: 'running', drain: 'n1'});
		acting.stop('X was pressed');
		expect([...planning.drained]).toEqual(['n1']);
	});

	it('leaves a server as it was when somebody else is at work', async () => {
		const {acting, planning, settled} = acted({claim: refused});
		acting.runPlan(firstRequest('east', 'n1'));
		await settled();
		expect([...planning.drained]).toEqual([]);

		planning.keepEmpty('n1');
		acting.runPlan(firstRequest('east', 'n1'));
		await settled();
		expect([...planning.drained]).toEqual(['n1']);
	});

	it('leaves a server as it was when it is stopped before it has sent anything', async () => {
		const {acting, planning, asked, settled} = acted({
			claim: async ({signal}) =>
				new Promise((_, reject) => {
					signal?.addEventListener('abort', () => {
						reject(new Error('called off'));
					});
				}),
		});
		acting.runPlan(firstRequest('east', 'n1'));
		await vi.waitFor(() => {
			expect([...planning.drained]).toEqual(['n1']);
		});
		await everythingDone();
		acting.stop('X was pressed');
		await settled();
		expect(asked).toEqual([]);
		expect([...planning.drained]).toEqual([]);
	});
});

describe('while somebody else runs moves', () => {
	it('one group is stepped down by hand', async () => {
		const {acting, move, asked, settled} = acted({claim: refused});
		acting.stepDown([move('S1', 'n2')]);
		await settled();
		expect(asked).toHaveLength(1);
	});

	it('several groups are not', async () => {
		const {acting, move, asked, settled} = acted({claim: refused});
		const begunAt = steadyNow();
		acting.stepDown([move('S1', 'n2'), move('S2', 'n3')]);
		await settled();
		expect(asked).toEqual([]);
		const work = acting.work();
		expect(work).toMatchObject({phase: 'ended', conclusion: 'kept even by root@vm'});
		expect(work?.endedAt).toBeGreaterThanOrEqual(begunAt);
		expect(work?.endedAt).toBeLessThanOrEqual(steadyNow());
	});

	it('nothing is undone, and what was kept empty stays so', async () => {
		const {acting, planning, move, asked, settled} = acted({claim: refused});
		planning.keepEmpty('n2');
		acting.undo({moves: [move('S1', 'n2')], undrain: ['n2'], force: false});
		await settled();
		expect(asked).toEqual([]);
		expect([...planning.drained]).toEqual(['n2']);
	});
});

describe('an undo', () => {
	const leaderless = aGroup({stream: 'LOST', followers: ['n2', 'n3']});

	it('is refused when not all is known, unless it was confirmed so', async () => {
		const {acting, move, asked, settled} = acted({}, undefined, [leaderless]);
		acting.undo({moves: [move('S1', 'n2')], undrain: [], force: false});
		await settled();
		expect(asked).toEqual([]);
		expect(acting.work()?.conclusion).toBe('SHOP LOST has no leader');

		acting.undo({moves: [move('S1', 'n2')], undrain: [], force: true});
		await settled();
		expect(asked).toHaveLength(1);
	});

	it('gives a server that was kept empty its leaders back', async () => {
		const {acting, planning, move, settled} = acted();
		planning.keepEmpty('n2');
		acting.undo({moves: [move('S1', 'n2')], undrain: ['n2'], force: false});
		await settled();
		expect([...planning.drained]).toEqual([]);
	});
});

test('the loss of a server elsewhere stops no step-downs here', async () => {
	const west = aServer('w1', {cluster: 'west'});
	const {acting, move, tell, asked, answer, elect} = acted({}, undefined, [], [west]);
	acting.stepDown([move('S1', 'n2')]);
	await vi.waitFor(() => {
		expect(asked).toHaveLength(1);
	});
	await tell({type: 'server-leaving', at: start, server: 'w1', how: 'shutdown'});
	expect(acting.work()?.phase).toBe('running');
	await elect('S1', 'n2');
	await answer('S1');
	await acting.idle();
	expect(acting.work()).toMatchObject({phase: 'ended', conclusion: undefined});
});

test('what was stepped down in two clusters at once is undone at once', async () => {
	const west = ['w1', 'w2'].map(name => aServer(name, {cluster: 'west'}));
	const far = aGroup({stream: 'FAR', cluster: 'west', leader: 'w1', followers: ['w2']});
	const {acting, move, settled} = acted({}, undefined, [far], west);
	acting.stepDown([move('S1', 'n2'), move('FAR', 'w2')]);
	await settled();
	expect(acting.lastRun().map(({group}) => group.stream)).toEqual(['S1', 'FAR']);
});
