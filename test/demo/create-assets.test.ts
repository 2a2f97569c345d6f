import {describe, expect, it} from 'vitest';
import {planAssets} from '../../source/demo/create-assets.ts';

describe('the plan of a demo', () => {
	it.each([1, 8, 60, 500])('names %i streams and their consumers differently', streams => {
		const plan = planAssets(3, {streams, consumersPerStream: 9});
		expect(new Set(plan.map(({account, name}) => `${account} ${name}`)).size).toBe(streams);
		expect(new Set(plan.map(({account, subject}) => `${account} ${subject}`)).size).toBe(streams);
		for (const {consumers} of plan) {
			expect(new Set(consumers).size).toBe(9);
		}
	});

	it('is mostly of three replicas, in two accounts, and mostly in memory', () => {
		const plan = planAssets(3, {streams: 60});
		const share = (count: number) => count / plan.length;
		expect(share(plan.filter(({replicas}) => replicas === 3).length)).toBeGreaterThan(0.8);
		expect(plan.some(({replicas}) => replicas === 1)).toBe(true);
		expect(share(plan.filter(({storage}) => storage === 'memory').length)).toBeGreaterThan(0.8);
		expect(plan.some(({storage}) => storage === 'file')).toBe(true);
		expect(new Set(plan.map(({account}) => account))).toEqual(new Set(['SHOP', 'PAY']));
	});

	it('asks for no more replicas than there are servers', () => {
		expect(planAssets(2).every(({replicas}) => replicas === 1)).toBe(true);
		expect(Math.max(...planAssets(4).map(({replicas}) => replicas))).toBe(3);
		expect(Math.max(...planAssets(5).map(({replicas}) => replicas))).toBe(5);
	});
});
