import {describe, expect, it} from 'vitest';
import {changeSince, whyNotComparable, type Baseline} from '../../source/domain/baseline.ts';
import {distributionOf} from '../../source/domain/distribution.ts';
import {aServer, start} from '../support/build.ts';

const everything = {account: undefined, simulated: false};

const baseline: Baseline = {
	at: start,
	seen: everything,
	clusters: new Map([
		['east', new Map(Object.entries({n1: 73, n2: 73, n3: 69}))],
		['north', new Map([['x1', 1]])],
	]),
};

function now(leaders: Readonly<Record<string, number>>, cluster = 'east') {
	const counts = new Map(
		Object.entries(leaders).map(([name, consumers]) => [name, {streams: 0, consumers, r1: 5}]),
	);
	const servers = Object.keys(leaders).map(name => aServer(name, {cluster}));
	return distributionOf(cluster, servers, counts, {threshold: 1.5, countR1: true});
}

describe('the change since a baseline', () => {
	it('is what servers have won and lost by election, in total and together', () => {
		const since = changeSince(baseline, now({n1: 129, n2: 86, n3: 2}));

		expect(since).toMatchObject({leaders: 215, change: 2, won: 69, gone: []});
		expect(['n1', 'n2', 'n3', 'n4'].map(name => since?.before(name))).toEqual([
			73,
			73,
			69,
			undefined,
		]);
	});

	it('counts a new server from nothing, and names one that is gone', () => {
		expect(changeSince(baseline, now({n1: 73, n2: 73, n4: 70}))).toMatchObject({
			change: 1,
			won: 70,
			gone: [{name: 'n3', leaders: 69}],
		});
	});

	it('is not known of a cluster that is not in it', () => {
		expect(changeSince(baseline, now({w1: 3}, 'west'))).toBeUndefined();
	});
});

describe('a baseline', () => {
	it.each([
		['what it is of', everything, ['east', 'west'], undefined],
		[
			'another cluster',
			everything,
			['west'],
			'is of cluster east, north; the clusters here are west',
		],
		[
			'one account alone',
			{account: 'SHOP', simulated: false},
			['east'],
			'counts the leaders of all accounts; what is seen here is account SHOP alone',
		],
		['a simulation', {account: undefined, simulated: true}, ['east'], 'is of a real cluster'],
	])('is compared with %s or not', (_, seen, clusters, reason) => {
		expect(whyNotComparable(baseline, {seen, clusters})).toBe(reason);
	});
});
