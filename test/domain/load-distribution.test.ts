import {describe, expect, it} from 'vitest';
import {loadDistributionOf, loadsByServer} from '../../source/domain/load-distribution.ts';
import {aGroup, aServer, groupsLedBy} from '../support/build.ts';

const servers = ['n1', 'n2', 'n3'].map(name => aServer(name));
const rules = {countR1: false};

const loadsOf = (groups: ReturnType<typeof groupsLedBy>, given = servers) =>
	loadDistributionOf(given, loadsByServer(groups, 'east', rules), 1.5);

describe('the load of the leaders', () => {
	it('makes 35 busy leaders heavier than 50 idle ones', () => {
		// n1 ██████████ 50 idle   n2 ███████ 35 busy   n3 ███████ 35 in between
		const groups = [
			...groupsLedBy({n1: 50, n2: 0, n3: 0}, {messagesPerSecond: 0.1}),
			...groupsLedBy({n1: 0, n2: 35, n3: 0}, {messagesPerSecond: 100, account: 'PAY'}),
			...groupsLedBy({n1: 0, n2: 0, n3: 35}, {messagesPerSecond: 50, account: 'WEB'}),
		];
		const {shares, average, maxRatio} = loadsOf(groups);
		expect(average).toBeCloseTo(5255 / 3);
		expect(shares.get('n1')).toMatchObject({hotspot: false});
		expect(shares.get('n1')?.messagesPerSecond).toBeCloseTo(5);
		expect(shares.get('n2')).toMatchObject({hotspot: true, messagesPerSecond: 3500});
		expect(maxRatio).toBeCloseTo((3500 * 3) / 5255);
	});

	it('is a hotspot above the threshold, strictly', () => {
		const groups = [
			aGroup({stream: 'A', leader: 'n1', followers: ['n2'], messagesPerSecond: 45}),
			aGroup({stream: 'B', leader: 'n2', followers: ['n1'], messagesPerSecond: 45}),
		];
		expect(loadsOf(groups).shares.get('n1')).toMatchObject({ratio: 1.5, hotspot: false});
	});

	it('is not known where no rate is, which is not 0', () => {
		const groups = [
			...groupsLedBy({n1: 2, n2: 0, n3: 0}),
			aGroup({stream: 'X', leader: 'n2', followers: ['n1'], messagesPerSecond: 8}),
			aGroup({stream: 'Y', leader: 'n2', followers: ['n1']}),
		];
		const {shares, unknown} = loadsOf(groups);
		expect(shares.get('n1')).toMatchObject({messagesPerSecond: undefined, ratio: undefined});
		expect(shares.get('n2')).toMatchObject({messagesPerSecond: 8, unknown: 1});
		expect(shares.get('n3')).toMatchObject({messagesPerSecond: 0, ratio: 0});
		expect(unknown).toBe(3);
	});

	it('tells bytes of streams only, by the mean size of a message', () => {
		const stream = {leader: 'n1', followers: ['n2'], messagesPerSecond: 10};
		const groups = [
			aGroup({stream: 'A', ...stream, bytesPerMessage: 300}),
			aGroup({stream: 'A', consumer: 'c', ...stream}),
		];
		expect(loadsOf(groups).shares.get('n1')?.bytesPerSecond).toBe(3000);
	});

	it('leaves out servers that are away, other clusters and groups with one replica', () => {
		const groups = [
			aGroup({stream: 'A', leader: 'n1', followers: ['n2'], messagesPerSecond: 10}),
			aGroup({stream: 'R1', leader: 'n1', messagesPerSecond: 99}),
			aGroup({stream: 'W', cluster: 'west', leader: 'n1', followers: [], messagesPerSecond: 99}),
		];
		const away = [aServer('n1'), aServer('n2'), aServer('n3', {state: 'offline'})];
		const {shares, average} = loadsOf(groups, away);
		expect(average).toBe(5);
		expect(shares.get('n3')?.ratio).toBeUndefined();
	});
});
