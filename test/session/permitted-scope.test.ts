import {describe, expect, it} from 'vitest';
import type {Cluster} from '../../source/cluster.ts';
import {lockedStepDowns, permittedScope} from '../../source/session/permitted-scope.ts';
import {makeOffer} from '../../source/session/make-offer.ts';
import {planBalance} from '../../source/domain/plan/plan-balance.ts';
import type {PlanOptions} from '../../source/domain/plan/plan-options.ts';
import type {RaftGroup} from '../../source/domain/raft-group.ts';
import {aGroup, groupsLedBy} from '../support/build.ts';
import {storeOf} from '../support/store-of.ts';

const servers = ['n1', 'n2', 'n3'];

/**
 * ```
 *    streams      consumers
 * n1 █████████ 9  ████████████ 12
 * n2           0               0
 * n3           0               0
 * ```
 */
const streams = groupsLedBy({n1: 9, n2: 0, n3: 0});
const consumers = Array.from({length: 12}, (_, index) =>
	aGroup({stream: 'S1', consumer: `C${index}`, leader: 'n1', followers: ['n2', 'n3']}),
);

type Access = Pick<Cluster, 'permission'>;

/** Locks what `isLocked` says. */
function lockedWhere(isLocked: (group: Parameters<Access['permission']>[0]) => boolean): Access {
	return {
		permission: group =>
			isLocked(group)
				? {
						type: 'locked',
						missing: `no right for ${group.consumer === undefined ? 'streams' : 'consumers'}`,
					}
				: {type: 'allowed'},
	};
}

const streamsOnly = lockedWhere(({consumer}) => consumer !== undefined);
const orders = [
	['streams come first', [...streams, ...consumers]],
	['consumers come first', [...consumers, ...streams]],
] as const;

function scopeOf(groups: readonly RaftGroup[], cluster: Access, plan: Partial<PlanOptions> = {}) {
	const {view} = storeOf(servers, groups);
	return permittedScope({cluster, view, plan: {cluster: 'east', ...plan}});
}

describe('a user who may step down streams only', () => {
	it.each(orders)('moves the streams, and is told of the consumers: %s', async (_, groups) => {
		const {view} = storeOf(servers, groups);
		const plan = {cluster: 'east'};
		const pace = {maxInFlight: 64, ratePerSecond: undefined};
		const task = {type: 'balance'} as const;
		const {offer} = await makeOffer({cluster: streamsOnly, view, task, plan, pace});
		expect(offer.plan.stepDowns).toBe(9);
		expect(offer.plan.after.maxRatio).toBeCloseTo(12 / 7);
		const moved = offer.plan.moves.map(({group}) => view.groups.get(group)?.kind);
		expect(new Set(moved)).toEqual(new Set(['stream']));
		expect(offer.locked).toEqual([
			{account: 'SHOP', kind: 'consumer', missing: 'no right for consumers'},
		]);
	});

	it.each(orders)('is not told that the rest is balanced: %s', async (_, groups) => {
		const {view} = storeOf(servers, groups);
		const scope = permittedScope({cluster: streamsOnly, view, plan: {cluster: 'east'}});
		expect(await lockedStepDowns(view, scope)).toBe(
			'14 step-downs need locked groups: consumers of SHOP: no right for consumers',
		);
	});

	it('lacks nothing for a plan of streams', () => {
		const {locked, permitted, wanted} = scopeOf([...consumers, ...streams], streamsOnly, {
			goal: 'streams',
		});
		expect(locked).toEqual([]);
		expect(permitted).toBe(wanted);
	});
});

describe('what is locked', () => {
	it('is told once where both kinds lack the same', () => {
		const cluster: Access = {permission: () => ({type: 'locked', missing: 'no credentials'})};
		const {locked} = scopeOf([...streams, ...consumers], cluster);
		expect(locked).toEqual([{account: 'SHOP', kind: undefined, missing: 'no credentials'}]);
	});

	it('leaves the groups of other domains and accounts to be moved', () => {
		const near = aGroup({stream: 'NEAR', domain: 'hub', leader: 'n1', followers: ['n2']});
		const far = aGroup({stream: 'FAR', domain: 'leaf', leader: 'n1', followers: ['n2']});
		const other = aGroup({
			stream: 'NEAR',
			account: 'PAY',
			domain: 'hub',
			leader: 'n1',
			followers: ['n2'],
		});
		const cluster = lockedWhere(({domain, accountId}) => domain === 'hub' && accountId === 'SHOP');
		const {view} = storeOf(servers, [near, far, other]);
		const {permitted} = permittedScope({cluster, view, plan: {cluster: 'east', drain: ['n1']}});
		const moved = planBalance(view, permitted).moves.map(({group}) => group);
		expect(new Set(moved)).toEqual(new Set([far.key, other.key]));
	});

	it('is of no interest in accounts that are not to be moved', () => {
		const {locked} = scopeOf(consumers, streamsOnly, {scope: {accounts: ['PAY']}});
		expect(locked).toEqual([]);
	});
});
