import {describe, expect, it} from 'vitest';
import {
	distributionOf,
	type CountingRules,
	type LeaderCounts,
} from '../../source/domain/distribution.ts';
import type {Server, ServerState} from '../../source/domain/server.ts';
import {aServer} from '../support/build.ts';

type Load = Partial<LeaderCounts> & {readonly state?: ServerState};

const distribution = (loads: Readonly<Record<string, Load>>, rules?: CountingRules) => {
	const servers: Server[] = [];
	const counts = new Map<string, LeaderCounts>();
	for (const [name, {state = 'online', streams = 0, consumers = 0, r1 = 0}] of Object.entries(
		loads,
	)) {
		servers.push(aServer(name, {state}));
		counts.set(name, {streams, consumers, r1});
	}

	return distributionOf('east', servers, counts, rules);
};

const ratios = ({shares}: ReturnType<typeof distributionOf>) =>
	Object.fromEntries(shares.map(({server, ratio}) => [server.name, ratio]));

describe('distribution', () => {
	it('takes 46 of 90 leaders on three servers for a hotspot', () => {
		const {hotspots, average, maxRatio} = distribution({
			n1: {streams: 20, consumers: 26},
			n2: {streams: 22},
			n3: {consumers: 22},
		});

		expect(average).toBe(30);
		expect(hotspots).toEqual(['n1']);
		expect(maxRatio).toBeCloseTo(1.533, 3);
	});

	it('does not take 45 of 90 for one: the limit itself is allowed', () => {
		const {hotspots, maxRatio} = distribution({
			n1: {streams: 45},
			n2: {streams: 23},
			n3: {streams: 22},
		});

		expect(maxRatio).toBe(1.5);
		expect(hotspots).toEqual([]);
	});

	it('is exact at the limit where the average is no whole number', () => {
		// 10 on three servers: 3.33 on average, and exactly five at 1.5 times that.
		expect(distribution({n1: {streams: 5}, n2: {streams: 5}, n3: {}}).hotspots).toEqual([]);
		expect(distribution({n1: {streams: 6}, n2: {streams: 4}, n3: {}}).hotspots).toEqual(['n1']);
	});

	it('counts servers without leaders in the average', () => {
		const {average, hotspots} = distribution({n1: {streams: 6}, n2: {streams: 6}, n3: {}});

		expect(average).toBe(4);
		expect(hotspots).toEqual([]);
		expect(distribution({n1: {streams: 6}, n2: {}, n3: {}}).hotspots).toEqual(['n1']);
	});

	it.each<ServerState>(['offline', 'silent', 'recovering', 'no-jetstream'])(
		'does not count a server that is %s in the average, nor give it a ratio',
		state => {
			const result = distribution({n1: {streams: 6}, n2: {streams: 4}, n3: {state}});

			expect(result.average).toBe(5);
			expect(ratios(result)).toEqual({n1: 1.2, n2: 0.8, n3: undefined});
		},
	);

	it('counts a server in lame-duck mode as long as it is up', () => {
		expect(distribution({n1: {streams: 6}, n2: {state: 'lame-duck'}}).average).toBe(3);
	});

	it('counts one-replica groups apart', () => {
		const {shares, average, leaders} = distribution({n1: {streams: 2, r1: 40}, n2: {streams: 2}});

		expect(leaders).toBe(4);
		expect(average).toBe(2);
		expect(shares[0]).toMatchObject({r1: 40, leaders: 2, ratio: 1, hotspot: false});
	});

	it('counts one-replica groups as load when asked to', () => {
		const {leaders, hotspots} = distribution(
			{n1: {streams: 2, r1: 40}, n2: {streams: 2}},
			{threshold: 1.5, countR1: true},
		);

		expect(leaders).toBe(44);
		expect(hotspots).toEqual(['n1']);
	});

	it('follows another threshold', () => {
		const rules = {threshold: 1.2, countR1: false};

		expect(distribution({n1: {streams: 6}, n2: {streams: 4}}, rules).hotspots).toEqual([]);
		expect(distribution({n1: {streams: 7}, n2: {streams: 3}}, rules).hotspots).toEqual(['n1']);
	});

	it('counts only the servers that it is given, so that clusters stay apart', () => {
		const counts = new Map([
			['n1', {streams: 9, consumers: 0, r1: 0}],
			['w1', {streams: 90, consumers: 0, r1: 0}],
		]);

		const east = distributionOf('east', [aServer('n1'), aServer('n2')], counts);

		expect(east).toMatchObject({cluster: 'east', leaders: 9, average: 4.5, hotspots: ['n1']});
	});

	it('of a cluster without leaders has ratios of zero and no hotspot', () => {
		const result = distribution({n1: {}, n2: {}});

		expect(ratios(result)).toEqual({n1: 0, n2: 0});
		expect(result).toMatchObject({average: 0, maxRatio: 0, hotspots: []});
	});

	it('of a cluster without servers up has no average', () => {
		expect(distribution({n1: {streams: 4, state: 'silent'}})).toMatchObject({
			average: 0,
			maxRatio: 0,
			hotspots: [],
		});
	});
});
